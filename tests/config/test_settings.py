"""Settings: where they are found, which source wins, and what is refused, with its place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from postcheck.config.settings import Overrides, config_from, find_settings_file, load_settings
from postcheck.errors import PackError, SettingsError
from postcheck.model.people import Outlet
from postcheck.model.settings import Account, CacheSettings, Contacts, OcrSettings, Settings

PACK = """\
schema = "postcheck-pack/1"
id = "ours"
title = "Ours"
version = "1"
source = "Ours, 2026"
[channels]
intranet = "website"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with lists and packs; nothing above it is looked at."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules").mkdir()
    for name in ("aspire", "baseline"):
        (tmp_path / "rules" / f"{name}.toml").write_text(
            PACK.replace("[channels]\nintranet", "#").replace("ours", name)
        )

    def shipped_files() -> Mapping[str, Path]:
        return {path.stem: path for path in sorted((tmp_path / "rules").glob("*.toml"))}

    monkeypatch.setattr("postcheck.config.packs._shipped_files", shipped_files)
    (tmp_path / "conf").mkdir()
    for name in ("consent.csv", "staff.csv", "guests.csv"):
        (tmp_path / name).touch()
        (tmp_path / "conf" / name).touch()
    (tmp_path / "conf" / "ours.toml").write_text(PACK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(text: str) -> Path:
    path = Path("conf", "postcheck.toml")
    path.write_text(text, encoding="utf-8")
    return path


NOTHING = Overrides()


def refused(
    text: str | None, *, overrides: Overrides = NOTHING, environ: Mapping[str, str] | None = None
) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(None if text is None else written(text), overrides=overrides, environ=environ or {})
    return caught.value


def test_the_nearest_file_upwards_is_found(folder: Path) -> None:
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    (folder / "postcheck.toml").touch()
    assert find_settings_file(deep) == folder / "postcheck.toml"
    assert find_settings_file(deep / "draft.md") == folder / "postcheck.toml"
    (folder / "a" / "postcheck.toml").touch()
    assert find_settings_file(deep) == folder / "a" / "postcheck.toml"
    assert find_settings_file(Path("a")) == folder / "a" / "postcheck.toml"


@pytest.mark.parametrize("git", ["folder", "file"])
def test_the_search_ends_at_the_repository_s_root(folder: Path, git: str) -> None:
    (folder / "postcheck.toml").touch()
    inner = folder / "repo" / "drafts"
    inner.mkdir(parents=True)
    if git == "folder":
        (folder / "repo" / ".git").mkdir()
    else:
        (folder / "repo" / ".git").touch()
    assert find_settings_file(inner) is None
    (folder / "repo" / "postcheck.toml").touch()
    assert find_settings_file(inner) == folder / "repo" / "postcheck.toml"


def test_a_folder_of_that_name_is_no_settings_file(folder: Path) -> None:
    (folder / "a" / "postcheck.toml").mkdir(parents=True)
    assert find_settings_file(folder / "a") is None


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({}, None), ({"POSTCHECK_CONFIG": " "}, None), ({"POSTCHECK_CONFIG": "x.toml"}, Path("x.toml"))],
)
def test_the_environment_may_name_the_settings_file(environ: dict[str, str], expected: Path | None) -> None:
    assert config_from(environ) == expected


def test_nothing_set_gives_the_defaults() -> None:
    assert load_settings(None) == Settings()
    assert load_settings(written("")) == Settings(file=Path("conf/postcheck.toml"))


def test_everything_in_the_file_arrives(folder: Path) -> None:
    settings = load_settings(
        written(
            """\
policy = "ours.toml"
consent = "consent.csv"
people = ["staff.csv", "../guests.csv"]
channels = ["Facebook", "twitter", "intranet", "screens", "x"]
language_model = "models/school"

[ocr]
time_limit = 5
max_pixels = 1000
tesseract = "bin/tesseract"
languages = "eng+cym"

[channel.Screens]
outlet = "display"

[[account]]
name = "Hillside Primary"
channels = "Twitter"
handle = "@hillside"
staff = ["J. Osei", "T. Ashdown"]
head_told_on = 2026-09-01
policies_linked = true

[links]
allow = ["gov.uk", ".sch.uk", "*.bbc.co.uk"]

[[account]]
name = "PTA"
official = false
"""
        )
    )
    assert settings == Settings(
        policy=str(folder / "conf" / "ours.toml"),
        consent=(Path("conf/consent.csv"),),
        people=(Path("conf/staff.csv"), Path("conf/../guests.csv")),
        channels=("facebook", "x", "intranet", "screens"),
        extra_channels={"screens": Outlet.DISPLAY},
        accounts=(
            Account(
                "Hillside Primary",
                ("x",),
                "@hillside",
                staff=("J. Osei", "T. Ashdown"),
                head_told_on=date(2026, 9, 1),
                policies_linked=True,
            ),
            Account("PTA", official=False),
        ),
        links=("gov.uk", ".sch.uk", "*.bbc.co.uk"),
        language_model=str(folder / "conf" / "models" / "school"),
        ocr=OcrSettings(5.0, 1000, str(folder / "conf" / "bin" / "tesseract"), "eng+cym"),
        file=Path("conf/postcheck.toml"),
        language_model_line=5,
    )


def test_one_value_may_stand_without_a_list() -> None:
    settings = load_settings(written('people = "staff.csv"\nchannels = "website"\n'))
    assert settings.people == (Path("conf/staff.csv"),)
    assert settings.channels == ("website",)


def test_bare_names_are_no_paths() -> None:
    settings = load_settings(
        written('policy = "Aspire"\nlanguage_model = "en_school"\n[ocr]\ntesseract = "tesseract5"\n')
    )
    assert (settings.policy, settings.language_model, settings.ocr.tesseract) == ("aspire", "en_school", "tesseract5")


FILE = (
    'policy = "baseline"\nconsent = "consent.csv"\npeople = "staff.csv"\nchannels = "press"\n'
    'language_model = "en_file"\n'
)
ENVIRON = {
    "POSTCHECK_POLICY": "ASPIRE",
    "POSTCHECK_CONSENT": "consent.csv",
    "POSTCHECK_PEOPLE": f"staff.csv{os.pathsep}{os.pathsep}guests.csv",
    "POSTCHECK_CHANNEL": "Twitter, website",
    "POSTCHECK_LANGUAGE_MODEL": "en_environ",
    "POSTCHECK_SOMETHING": "ignored",
}


def test_the_environment_beats_the_file() -> None:
    settings = load_settings(written(FILE), environ=ENVIRON)
    assert settings == Settings(
        policy="aspire",
        consent=(Path("consent.csv"),),
        people=(Path("staff.csv"), Path("guests.csv")),
        channels=("x", "website"),
        language_model="en_environ",
        file=Path("conf/postcheck.toml"),
    )


def test_an_empty_variable_counts_as_unset() -> None:
    settings = load_settings(written(FILE), environ=dict.fromkeys(ENVIRON, " "))
    assert settings == load_settings(written(FILE))
    assert settings.language_model_line == 5


def test_the_command_line_beats_both(folder: Path) -> None:
    overrides = Overrides(
        "conf/ours.toml", (Path("conf/consent.csv"),), (Path("guests.csv"),), ("intranet", "TikTok"), "en_option"
    )
    settings = load_settings(written(FILE), overrides=overrides, environ=ENVIRON)
    assert settings == Settings(
        policy=str(folder / "conf" / "ours.toml"),
        consent=(Path("conf/consent.csv"),),
        people=(Path("guests.csv"),),
        channels=("intranet", "tiktok"),
        language_model="en_option",
        file=Path("conf/postcheck.toml"),
    )


def test_what_is_overridden_need_not_exist() -> None:
    text = 'policy = "gone.toml"\nconsent = "gone.csv"\npeople = "gone.csv"\nchannels = "gone"\n'
    assert load_settings(
        written(text), overrides=Overrides("aspire", (Path("consent.csv"),), (Path("staff.csv"),), ("x",))
    ).channels == ("x",)
    assert load_settings(written(text), environ=ENVIRON).policy == "aspire"


FAULTS = {
    "unknown key": ('\nconset = "consent.csv"\n', 2, 1, 'Unknown key "conset".', 'Did you mean "consent"?'),
    "unknown key of a table": ("[ocr]\ntime_limt = 3\n", 2, 1, 'Unknown key "time_limt" in [ocr].', '"time_limit"?'),
    "unknown key of a channel": (
        '[channel.a]\noutlet = "press"\nout = 1\n',
        3,
        1,
        'Unknown key "out" in [channel.a].',
        "outlet",
    ),
    "unknown table": ("[accounts]\n", 1, 1, 'Unknown key "accounts".', '"account"?'),
    "wrong type": ("policy = 3\n", 1, 1, '"policy" must be text in quotes, not a number.', "right"),
    "wrong type in a list": ('people = ["staff.csv", 3]\n', 1, 24, '"people" must be text in quotes', "right"),
    "channel for channels": (
        'channel = "x"\n',
        1,
        1,
        '"channel": this table adds channels, as in [channel.intranet]. Where drafts go is set by "channels".',
        "",
    ),
    "time limit of nothing": ("[ocr]\ntime_limit = 0\n", 2, 1, '"time_limit" in [ocr] cannot be 0', "right"),
    "endless time limit": ("[ocr]\ntime_limit = inf\n", 2, 1, '"time_limit" in [ocr] must be a number', "right"),
    "half a pixel": ("[ocr]\nmax_pixels = 0.5\n", 2, 1, "a whole number", "right"),
    "language with a blank": (
        '[ocr]\nlanguages = "eng fra"\n',
        2,
        1,
        '"languages" in [ocr] cannot be "eng fra"',
        "right",
    ),
    "unknown outlet": (
        '[channel.screens]\noutlet = "screen"\n',
        2,
        1,
        '"screen" is no value for "outlet" in [channel.screens]',
        "'display'",
    ),
    "channel that is one already": ('[channel.twitter]\noutlet = "print"\n', 1, 1, "known already", "another name"),
    "unknown channel": (
        'channels = [\n  "x",\n  "facebok"]\n',
        3,
        3,
        'channels: there is no channel "facebok".',
        '"facebook"?',
    ),
    "unknown channel of an account": (
        '[[account]]\nname = "A"\n[[account]]\nname = "B"\nchannels = ["facebok"]\n',
        5,
        13,
        'no channel "facebok"',
        "facebook",
    ),
    "a site that is none": (
        '[links]\nallow = ["gov.uk",\n  "https://www.gov.uk/"]\n',
        3,
        3,
        '"allow" in [links] cannot be "https://www.gov.uk/"',
        "right",
    ),
    "no sites": ("[links]\nallow = []\n", 2, 1, '"allow" in [links] is empty', "value"),
    "account without a name": ('[[account]]\nhandle = "@a"\n', 1, 1, '"name" is missing in [account].', "Add name"),
    "unknown policy": ('# x\npolicy = "aspirre"\n', 2, 1, 'policy: There is no rule pack "aspirre".', '"aspire"?'),
    "missing policy file": ('policy = "gone.toml"\n', 1, 1, "no such rule pack file", "aspire"),
    "missing consent list": (
        '\nconsent = "gone.csv"\n',
        2,
        1,
        "consent: the consent list conf/gone.csv does not exist.",
        "path",
    ),
    "folder without a list": ('consent = "../rules"\n', 1, 1, "there is no consent list in the folder", "CSV"),
    "folder as people list": ('people = "."\n', 1, 1, "is a folder", "CSV"),
    "one list twice": ('consent = ["consent.csv", "../conf/consent.csv"]\n', 1, 27, "is named twice", "once"),
    "missing people list": (
        'people = ["staff.csv",\n"gone.csv"]\n',
        2,
        1,
        "people: the people list conf/gone.csv does not exist.",
        "path",
    ),
    "broken syntax": ("policy = aspire\n", 1, 10, "not valid TOML here", "quotes"),
    "a path of Windows": ('# x\nconsent = "C:\\Users\\consent.csv"\n', 2, 16, "not valid TOML here", "single quotes"),
    "another": ('people = ["staff.csv", "C:\\Lists\\new.csv"]\n', 1, 29, "not valid TOML here", "single quotes"),
}


@pytest.mark.parametrize(
    "text",
    [
        'policy = "C:\\temp\\new.toml"\n',
        'consent = "C:\\temp\\new.csv"\n',
        'people = ["lists\\new.csv"]\n',
        'language_model = "models\\names"\n',
        '[ocr]\ntesseract = "C:\\tesseract\\tesseract.exe"\n',
        '[cache]\nfolder = "C:\\temp"\n',
        '[sign_off]\nallowed_signers = "keys\\families"\n',
    ],
)
def test_a_path_that_lost_its_backslashes_is_refused_before_it_is_looked_for(text: str) -> None:
    """TOML takes \\t and \\n between double quotes for a tab and a line break, without a complaint."""
    error = refused(text)
    assert error.line == text.count("\n", 0, text.index("\\")) + 1
    assert "read as one character" in error.message
    assert "single quotes" in error.message


def test_a_path_of_windows_stands_in_single_quotes() -> None:
    said = load_settings(written("[ocr]\ntesseract = 'C:\\temp\\new.exe'\n"), overrides=NOTHING, environ={})
    assert said.ocr.tesseract.endswith("C:\\temp\\new.exe")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_faults_name_file_line_and_remedy(fault: tuple[str, int, int, str, str]) -> None:
    text, line, column, message, advice = fault
    error = refused(text)
    assert (error.file, error.line, error.column) == ("conf/postcheck.toml", line, column)
    assert message in error.message
    assert advice in error.advice


@pytest.mark.parametrize(
    ("overrides", "environ", "name"),
    [
        (Overrides(policy="none"), {}, "--policy"),
        (Overrides(consent=(Path("none"),)), {}, "--consent"),
        (Overrides(people=(Path("staff.csv"), Path("none"))), {}, "--people"),
        (Overrides(channels=("x", "none")), {}, "--channel"),
        (Overrides(), {"POSTCHECK_POLICY": "none"}, "POSTCHECK_POLICY"),
        (Overrides(), {"POSTCHECK_CONSENT": "none"}, "POSTCHECK_CONSENT"),
        (Overrides(), {"POSTCHECK_PEOPLE": f"none{os.pathsep}staff.csv"}, "POSTCHECK_PEOPLE"),
        (Overrides(), {"POSTCHECK_CHANNEL": "x,none"}, "POSTCHECK_CHANNEL"),
    ],
)
def test_faults_outside_the_file_name_the_option_or_variable(
    overrides: Overrides, environ: dict[str, str], name: str
) -> None:
    error = refused('policy = "aspire"\n', overrides=overrides, environ=environ)
    assert error.message.startswith(f"{name}: ")
    assert "none" in error.message
    assert error.advice
    assert error.file is None


def test_the_schools_own_contacts_are_read() -> None:
    text = """
[contacts]
phones = ["01632 960123", "+44 (0)7700 900111"]
emails = ["office@hillside.example"]
email_domains = ["hillside.example"]
postcodes = ["HS1 2AB"]
addresses = ["12 Mill Lane"]
"""
    expected = Contacts(
        ("01632 960123", "+44 (0)7700 900111"),
        ("office@hillside.example",),
        ("hillside.example",),
        ("HS1 2AB",),
        ("12 Mill Lane",),
    )
    assert load_settings(written(text)).contacts == expected


@pytest.mark.parametrize(
    "line",
    [
        'phones = ["the office"]',
        'phones = ["0"]',
        'emails = ["hillside.example"]',
        'email_domains = ["office@hillside.example"]',
        'postcodes = ["Hillside"]',
        'addresses = [""]',
        "phones = 1632960123",
        'phone = ["01632 960123"]',
    ],
)
def test_contacts_that_are_none_are_refused(line: str) -> None:
    error = refused(f"[contacts]\n{line}\n")
    assert (error.file, error.line) == ("conf/postcheck.toml", 2)


def test_a_missing_settings_file_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(Path("gone.toml"))
    assert caught.value.file == "gone.toml"
    assert "postcheck init" in caught.value.advice


def test_a_pack_is_only_read_for_a_channel_that_it_may_add(folder: Path) -> None:
    (folder / "conf" / "ours.toml").write_text("broken")
    assert load_settings(written('policy = "ours.toml"\nchannels = "x"\n')).channels == ("x",)
    with pytest.raises(PackError):
        load_settings(written('policy = "ours.toml"\nchannels = "intranet"\n'))


def test_the_cache_is_set_by_the_file_the_environment_and_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "postcheck.toml"
    file.write_text('[cache]\nfolder = "kept"\nmax_mb = 5\nmax_days = 2\n')
    assert load_settings(file).cache == CacheSettings(folder=tmp_path / "kept", max_mb=5, max_days=2)
    environ = {"POSTCHECK_CACHE_DIR": str(tmp_path / "other")}
    assert load_settings(file, environ=environ).cache.folder == tmp_path / "other"
    assert not load_settings(file, overrides=Overrides(no_cache=True)).cache.enabled
    assert load_settings(None).cache == CacheSettings()


@pytest.mark.parametrize(
    ("text", "given", "mode"),
    [
        ("", None, "standard"),
        ('[ocr]\nmode = "thorough"\n', None, "thorough"),
        ('[ocr]\nmode = "thorough"\n', "tesseract", "tesseract"),
        ('[ocr]\nengine = "rapidocr"\n', "standard", "standard"),
    ],
)
def test_how_pictures_are_read(folder: Path, text: str, given: str | None, mode: str) -> None:
    del folder  # it is where the settings are written
    ocr = load_settings(written(text), overrides=Overrides(ocr=given)).ocr
    assert ocr.mode == mode
    assert ocr.engine == ("rapidocr" if "engine" in text else "both")


def test_keys_of_headers_that_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "postcheck.toml"
    file.write_text('[header]\nignore = ["Teacher notes", "theme_colour"]\n')
    assert load_settings(file).ignored_keys == ("Teacher notes", "theme_colour")
    file.write_text('[header]\nignore = "colour"\n')
    assert load_settings(file).ignored_keys == ("colour",)
    file.write_text("[header]\nskip = []\n")
    with pytest.raises(SettingsError, match="skip"):
        load_settings(file)
