"""Rules about channels: the list of those that may be used, and posts that send their readers elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from postcheck.config.packs import load_pack
from postcheck.errors import PackError
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.report import Flag
from postcheck.model.settings import Account, Settings
from postcheck.model.severity import Severity
from tests.judge.desk import judge, levels
from tests.judge.test_wording_rules import own_pack

FAIL, REVIEW, NOTE = Severity.FAIL, Severity.REVIEW, Severity.NOTE
HEAD = "---\nchannel: facebook\n---\n"
CHANNELS = {"STH-CHAN-1", "STH-CHAN-2", "STH-CHAN-3"}


def about_channels(draft: str, folder: Path, **how: object) -> list[Flag]:
    return [flag for flag in judge("southport", draft, folder, **how).flags if flag.rule in CHANNELS]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("tiktok", "Watch the whole dance on our TikTok!"),
        ("tiktok", "We're on TikTok now!"),
        ("tiktok", "We are now on TikTok."),
        ("tiktok", "Follow us on TikTok"),
        ("tiktok", "Find us on Tik Tok @hillsideprimary"),
        ("tiktok", "Follow @hillsideprimary on TikTok"),
        ("tiktok", "TikTok: @hillsideprimary"),
        ("tiktok", "See our school TikTok for more."),
        ("tiktok", "See tiktok.com/@hillsideprimary"),
        ("tiktok", "Check out our brand new TikTok page"),
        ("tiktok", "The PTA has started a TikTok account"),
        ("tiktok", "Don't forget to follow us on TikTok!"),
        ("tiktok", "Like, share and follow us on Facebook, Instagram and TikTok."),
        ("tiktok", "More videos on TikTok"),
        ("tiktok", "Our Facebook, Instagram and TikTok pages have all the pictures."),
        ("tiktok", "Subscribe to our TikTok channel"),
        ("tiktok", "Catch us live on TikTok at 7"),
        ("whatsapp", "Join our WhatsApp channel"),
        ("whatsapp", "Our new WhatsApp channel is live"),
        ("whatsapp", "Have you joined the school's WhatsApp community yet?"),
        ("whatsapp", "Scan the code to join the Year 4 WhatsApp group"),
        ("whatsapp", "Join the PTA WhatsApp group"),
        ("whatsapp", "WhatsApp us on the usual number"),
        ("whatsapp", "We have set up a WhatsApp channel for snow days"),
        ("whatsapp", "Sign up to the WhatsApp broadcast list"),
        ("whatsapp", "wa.me/447700900123"),
        ("whatsapp", "We have launched a WhatsApp channel!"),
        ("whatsapp", "Message us on WhatsApp"),
        ("whatsapp", "Get reminders via our WhatsApp channel"),
        ("x", "Follow us on X"),
        ("x", "Follow along with #HillsideSkiTrip on X (Twitter)."),
        ("x", "We'll be posting on X all day."),
        ("x", "Follow us on Facebook and X"),
        ("tiktok", "See @hillsideprimary's latest reel on TikTok."),
        ("snapchat", "We have a new Snapchat!"),
        ("x", "follow us on Twitter"),
        ("x", "Find us on X (formerly Twitter)"),
        ("x", "See our Twitter feed"),
        ("x", "Tweet us!"),
        ("x", "Updates on X throughout the day"),
        ("x", "https://x.com/hillside"),
        ("x", "www.twitter.com/hillside"),
        ("x", "mobile.twitter.com/hillside"),
        ("x", "Live scores @hillsideprimary on X"),
        ("x", "Follow our X account"),
        ("x", "We will be live tweeting"),
        ("x", "Follow @hillsideprimary on Twitter"),
        ("x", "You can follow the trip on our X account"),
        ("x", "Follow the trip on Twitter!"),
        ("x", "Keep up with us on X/Twitter"),
        ("x", "Pictures are on our Twitter page."),
        ("x", "X: @hillsideprimary"),
        ("threads", "We're also on Threads"),
        ("threads", "Join us over on Threads"),
        ("threads", "Find us on Threads, @hillsideprimary"),
        ("snapchat", "Add us on Snapchat"),
        ("snapchat", "Our Snapchat story"),
        ("snapchat", "snapchat.com/add/hillside"),
        ("discord", "Join our Discord"),
        ("discord", "Computing club has its own Discord server"),
        ("discord", "discord.gg/abc"),
        ("telegram", "Join our Telegram group"),
        ("telegram", "t.me/hillside"),
        ("pinterest", "More ideas on our Pinterest boards"),
        ("pinterest", "Find us on Pinterest"),
        ("bluesky", "Follow us on Bluesky"),
        ("bluesky", "We have joined Bluesky"),
        ("bluesky", "bsky.app/profile/x"),
        ("roblox", "Join our Roblox group"),
        ("reddit", "Ask us anything on our Reddit page"),
    ],
)
def test_a_post_that_sends_readers_to_another_channel_is_asked_about_once(
    channel: str, text: str, tmp_path: Path
) -> None:
    (flag,) = about_channels(HEAD + text, tmp_path)
    assert (flag.rule, flag.severity) == ("STH-CHAN-2" if channel == "x" else "STH-CHAN-1", REVIEW)
    assert flag.evidence in text


@pytest.mark.parametrize(
    "text",
    [
        "TikTok is for over-13s.",
        "Children see things on TikTok that upset them.",
        "The children watched a video on TikTok safety.",
        "Our posts on Facebook reach every family.",
        "We have a new Snapchat policy.",
        "Year 6 learnt how TikTok and Snapchat make money.",
        "Please be kind in class WhatsApp groups.",
        "We have no WhatsApp channel.",
        "We are no longer on Twitter.",
        "We closed our X account in November.",
        "Our X account has closed: follow us on Facebook.",
        "Our guide to TikTok for parents is on the website.",
        "Our online safety talk covers Snapchat, TikTok and WhatsApp.",
        "Find x on the axis. X marks the spot on our treasure map.",
        "The X axis and the Y axis.",
        "We watched the threads of the spider.",
        "He sent a telegram from Discord Street.",
        "There was discord on our team.",
        "The birds tweet at dawn; tweet tweet!",
        "We made a WhatsApp-style conversation between Romeo and Juliet in English.",
        "A reminder: class WhatsApp groups are run by parents and are nothing to do with the school.",
        "Follow us on Facebook and Instagram.",
        "Watch it on YouTube.",
        "Our LinkedIn page",
        "netflix.com/title/1",
        "fedex.com",
        "https://www.gov.uk/x",
        "Generation X and our Xmas fair.",
        "Malcolm X and Rosa Parks in our history week.",
        "In Minecraft club we built the school.",
        "Roblox advice for parents in the newsletter.",
        "Do not share photographs of other children on Facebook or WhatsApp.",
        "Planet X is our new topic.",
        "Join the threads together in sewing club.",
        "We stuck our Pinterest-worthy displays up.",
        "Our TikTok policy has been updated.",
        "Some of our pupils have WhatsApp although it is for over 13s.",
        "Fake account warning: we are not on TikTok.",
        "Our X-ray assembly",
        "Year 5 wrote a diary entry in the style of a tweet.",
        "We've got Blue Sky thinking and blue sky today.",
        "A Mastodon skeleton at the museum!",
        "Twitch the horse came to visit our farm.",
    ],
)
def test_what_only_speaks_of_a_channel_sends_nobody_there(text: str, tmp_path: Path) -> None:
    assert about_channels(HEAD + text, tmp_path) == []


@pytest.mark.parametrize(
    "link", ["https://x.com/hillside/status/17", "https://www.twitter.com/hillside", "//x.com/hillside"]
)
def test_a_link_to_a_closed_channel_is_found_behind_its_words(link: str, tmp_path: Path) -> None:
    (flag,) = about_channels(f"{HEAD}See [the pictures]({link}).", tmp_path)
    assert (flag.rule, flag.severity) == ("STH-CHAN-2", REVIEW)
    assert flag.message == "The post sends readers to X, which the policy has closed since 1 November 2025."


def test_several_channels_in_one_breath_are_each_asked_about(tmp_path: Path) -> None:
    flags = about_channels(HEAD + "Come and find us on TikTok, Facebook, Threads and X.", tmp_path)
    assert [(flag.rule, flag.message.split(",")[0].split(".")[0]) for flag in flags] == [
        ("STH-CHAN-1", "The post sends readers to TikTok"),
        ("STH-CHAN-1", "The post sends readers to Threads"),
        ("STH-CHAN-2", "The post sends readers to X"),
    ]


def test_a_poster_sends_readers_too(tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: []\n---\nOpen evening."
    (flag,) = about_channels(draft, tmp_path, words="Follow us on TikTok")
    assert (flag.rule, flag.evidence) == ("STH-CHAN-1", "Follow us on TikTok")


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2025-10-31", "Facebook, Instagram, LinkedIn, X, YouTube"),
        ("2025-11-01", "Facebook, Instagram, LinkedIn, YouTube"),
    ],
)
def test_the_list_of_channels_drops_x_on_the_day_of_its_closing(day: str, listed: str, tmp_path: Path) -> None:
    (flag,) = about_channels(
        f"---\nchannel: tiktok\npublish_at: {day}\n---\nOur day.", tmp_path, today=date(2025, 10, 1)
    )
    assert flag.message == f"The post is meant for TikTok. The policy's channels are: {listed}."


def test_x_is_spoken_of_by_one_rule_only(tmp_path: Path) -> None:
    assert levels(judge("southport", "---\nchannel: x\n---\nOur day.", tmp_path)) == {"STH-CHAN-2": FAIL}
    before = "---\nchannel: x\npublish_at: 2025-10-31T23:59\n---\nFollow us on X!"
    assert levels(judge("southport", before, tmp_path, today=date(2025, 10, 1))) == {"STH-CHAN-2": NOTE}


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Follow @hillside_year4_owls for daily pictures.", "@hillside_year4_owls"),
        ("Follow @HillsidePTA!", "@HillsidePTA"),
        ("Follow @hillsideprimary for more.", None),
        ("Follow @HillsidePrimary!", None),
        ("Thanks to @riverbankfc.", None),
        ("Thanks to @HillsideFC and @hillside_library.", None),
        ("Miss Stuart posts at @MissStuartHillside.", "@MissStuartHillside"),
        ("Write to office@hillside.sch.uk or @hillside.sch.uk", None),
    ],
)
def test_an_account_with_the_schools_name_that_is_not_its_own(text: str, evidence: str | None, tmp_path: Path) -> None:
    found = [flag for flag in about_channels(HEAD + text, tmp_path) if flag.rule == "STH-CHAN-3"]
    assert [(flag.evidence, flag.severity) for flag in found] == ([(evidence, REVIEW)] if evidence else [])


def test_the_name_that_tells_a_school_is_no_word_that_many_have(tmp_path: Path) -> None:
    settings = Settings(accounts=(Account("St Mary's Church of England Primary School"),))
    assert about_channels(HEAD + "Thanks to @churchhallprimary.", tmp_path, settings=settings) == []


@pytest.mark.parametrize(
    ("until", "fault"),
    [
        ("{ myspace = 2025-10-31 }", "names the channel “myspace”"),
        ('{ x = "soon" }', "must be a date"),
        ('"x"', "must be a table of channels"),
    ],
)
def test_a_last_day_is_a_date_for_a_known_channel(until: str, fault: str, tmp_path: Path) -> None:
    path = own_pack(tmp_path, "", params="")
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace('check = "phrases"', 'check = "channel"')
        .replace('params = { words = ["ours"] }', f'params = {{ allowed = ["facebook"], until = {until} }}')
        .replace('[[lexicon]]\nid = "ours"\ntitle = "Ours"\n', ""),
        encoding="utf-8",
    )
    with pytest.raises(PackError, match=fault):
        RuleEngine(load_pack(str(path)))
