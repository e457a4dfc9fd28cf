"""What each picture in docs/screenshots/ shows: how to get there on a demo."""

from playwright.sync_api import Page

from scripts.mail_pictures import MAIL, MAIN_MAIL
from scripts.ways import Visit, at, named


def settings_panel(page: Page) -> None:
    page.goto("/")
    if page.locator("#dock-btn").get_attribute("aria-expanded") == "false":
        page.locator("#dock-btn").click()
    page.locator("#settings-btn").click()
    section = page.locator("#settings summary", has_text="Automation and Sequencing")
    if section.locator("..").get_attribute("open") is None:
        section.click()
    page.locator("#settings").get_by_role("link", name="Sequencing", exact=True).wait_for()


sequence = named("/settings/sequencing/", "Source a senior engineer")
person = named("/people/?q=owen", "Owen Gallagher")


def failure(page: Page) -> None:
    sequence(page)
    page.locator("#chip-failed").click()
    page.locator("#chip-failed[aria-current=true]").wait_for()
    page.wait_for_load_state("networkidle")
    page.mouse.move(0, 0)  # only a pointer that comes is told
    page.locator(".badge--failed").first.hover()
    page.locator(".tip:popover-open").wait_for()


def enroll(page: Page) -> None:
    sequence(page)
    page.locator("#enroll-record").click()
    free = page.locator("dialog [role=option]:not([aria-disabled])")
    for number in (0, 2):
        free.nth(number).click()
    page.locator("dialog [data-submit]:enabled").wait_for()


def enroll_from_datasheet(page: Page) -> None:
    person(page)
    page.locator("#sequences-add").click()
    page.locator("dialog [role=option]").first.wait_for()


def bulk(page: Page) -> None:
    sequence(page)
    for number in (0, 1, 3):
        page.locator("tbody input[type=checkbox]").nth(number).check()
    page.locator(".bulk").wait_for()


def row_menu(page: Page) -> None:
    failure(page)
    page.mouse.move(0, 0)
    page.locator("tbody .status-cell [aria-haspopup=menu]").first.click()
    page.locator(".menu:popover-open").wait_for()


def enrollment_drawer(page: Page) -> None:
    sequence(page)
    page.locator("#chip-failed").click()
    page.locator("#chip-failed[aria-current=true]").wait_for()
    page.locator(".steps-link").first.click()
    page.locator("#drawer-title").wait_for()


def step_drawer(page: Page) -> None:
    named("/settings/sequencing/", "Source a senior engineer", "Steps")(page)
    page.locator(".step-card a").first.click()
    page.locator("#drawer").get_by_role("heading").first.wait_for()


SIGN_IN: dict[str, Visit] = {"sign-in": at("/login/")}

PICTURES: dict[str, Visit] = {
    "today": at("/"),
    "people": at("/people/"),
    "companies": at("/companies/"),
    "person": person,
    "person-timeline": named("/people/?q=ada", "Ada Brouwer", "Timeline"),
    "person-notes": named("/people/?q=ada", "Ada Brouwer", "Notes"),
    "company": named("/companies/?q=quellwerk", "Quellwerk"),
    "settings-panel": settings_panel,
    "sequencing": at("/settings/sequencing/"),
    "sequence": sequence,
    "failure": failure,
    "row-menu": row_menu,
    "bulk": bulk,
    "enroll": enroll,
    "enroll-from-datasheet": enroll_from_datasheet,
    "enrollment": enrollment_drawer,
    "steps": named("/settings/sequencing/", "Source a senior engineer", "Steps"),
    "step": step_drawer,
    "draft": named("/settings/sequencing/", "Referral thank-you", "Steps"),
    "sequence-settings": named("/settings/sequencing/", "Source a senior engineer", "Settings"),
    "members": at("/settings/members/"),
    "fields": at("/settings/fields/"),
    "api-tokens": at("/settings/api-tokens/"),
    **MAIL,
}

BASIC: dict[str, Visit] = {"basic-tier": at("/settings/sequencing/")}

# Pictured dark and narrow, too.
MAIN = ("today", "people", "person", "sequence", "failure", "enroll", "enrollment", "steps", *MAIN_MAIL)
