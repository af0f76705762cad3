"""What tests of the engine share."""

from __future__ import annotations

import pytest

from postcheck.engine.job import Job
from tests.builders.jobs import job_of
from tests.builders.school import School


@pytest.fixture
def job(school: School, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.chdir(school.folder)
    return job_of(school)
