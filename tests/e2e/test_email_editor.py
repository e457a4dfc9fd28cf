"""An e-mail is written in the editor, looked at as a record gets it, sent to oneself, and published."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.customer import Customer, email, todo
from tests.e2e.test_accessibility import check

pytestmark = pytest.mark.browser


def editor(page: Page) -> Locator:
    """The message, once its editor has come."""
    found = page.get_by_role("textbox", name="Message")
    expect(found).to_have_attribute("contenteditable", "true")
    return found


def top(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"] + box["height"]


def choose_record(page: Page, name: str) -> None:
    page.get_by_role("combobox", name="Preview as person").fill(name)
    page.locator(".opt", has_text=name).click()


def test_write_preview_test_publish(page: Page, customer: Customer) -> None:
    customer.person("Perdita Penrose", city="Delft")
    sequence = customer.sequence(todo("Look them up"))
    page.goto(f"/settings/sequencing/{sequence['id']}/steps/")
    page.get_by_role("button", name="Add step", exact=True).click()
    page.get_by_role("button", name="Automatic email").click()
    page.get_by_label("Subject").fill("From ")
    page.get_by_role("button", name="Insert merge field").click()
    page.get_by_role("menuitem", name="City person.city").click()
    expect(page.get_by_label("Subject")).to_have_value("From {{ person.city }}")
    write(page)
    look_at_it(page)
    send_oneself(page)
    page.locator("#drawer").get_by_role("button", name="Add step").click()
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("#steps")).to_contain_text("From {{ person.city }}")
    page.locator("#steps").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Unpublished changes.")).to_be_hidden()
    stored = customer.call("GET", f"/sequences/{sequence['id']}")["steps"][1]["config"]["body"]
    first = """<p>Dear {{ person.title | default: 'our "friend"' }} in {{ person.city }} </p>"""
    assert stored == f"{first}<p><strong>Now</strong></p>"


def write(page: Page) -> None:
    message = editor(page)
    message.click()
    page.keyboard.type("Dear ")
    insert_by_keyboard(page, message)
    page.keyboard.type(" in {{ person.city }} ")  # .city is a domain, and yet this is no link
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type("Now")
    expect(message).to_contain_text("""Dear {{ person.title | default: 'our "friend"' }} in {{ person.city }}""")
    expect(message.get_by_role("link")).to_have_count(0)
    check(page)


def insert_by_keyboard(page: Page, message: Locator) -> None:
    """The job title, with a fallback; the menu covers nothing of the message."""
    page.get_by_role("button", name="Insert merge field").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("menu", name="Insert merge field")
    expect(menu).to_be_visible()
    assert top(menu) > bottom(message)
    check(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.type('our "friend"')
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Job title person.title").press("Enter")


def look_at_it(page: Page) -> None:
    choose_record(page, "Perdita Penrose")
    expect(page.get_by_role("combobox", name="Preview as person")).to_have_value("")
    page.get_by_role("button", name="Preview", exact=True).click()
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.locator("p").first).to_have_text('Dear our "friend" in Delft')
    expect(frame.locator("strong")).to_have_text("Now")
    expect(frame.locator("strong")).to_be_in_viewport()
    expect(page.get_by_text("From Delft")).to_be_visible()
    # axe takes a dialog with a frame in it for no modal one, and then counts the landmarks beneath.
    check(page, ".drawer__body")


def send_oneself(page: Page) -> None:
    """What was found before is no answer to this, and goes before the answer comes."""
    held: list[Route] = []
    page.route("**/emails/test/", lambda route: held.append(route))
    with page.expect_request("**/emails/test/"):
        page.get_by_role("button", name="Send test to me").click()
    expect(page.locator("iframe.mail-frame")).to_have_count(0)
    held[0].continue_()
    expect(page.get_by_text("Test sent")).to_be_in_viewport()


def test_a_link_a_list_and_going_back(page: Page, customer: Customer) -> None:
    sequence = customer.sequence(email(body="<p>Read this</p>"))
    page.goto(f"/settings/sequencing/{sequence['id']}/steps/")
    page.locator("#steps article a").first.click()
    message = editor(page)
    message.click()
    page.keyboard.press("ControlOrMeta+a")
    page.get_by_role("button", name="Link", exact=True).click()
    address = page.get_by_label("Address of the link")
    address.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A link begins with https://, http:// or mailto:")).to_be_visible()
    expect(address).to_be_focused()
    expect(message.get_by_role("link")).to_have_count(0)
    address.fill("example.com")
    page.keyboard.press("Enter")
    expect(message.get_by_role("link", name="Read this")).to_have_attribute("href", "https://example.com")
    page.get_by_role("button", name="Numbered list").click()
    expect(message.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(message.get_by_role("listitem")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("[contenteditable]")).to_have_count(0)


def test_a_file_and_a_template(page: Page, customer: Customer) -> None:
    body = {"type": "person", "name": "Warm words", "subject": "Warmly", "body": "Warm regards"}
    customer.call("POST", "/email-templates", body)
    sequence = customer.sequence(email(body="Cold"))
    page.goto(f"/settings/sequencing/{sequence['id']}/steps/")
    page.locator("#steps article a").first.click()
    editor(page)
    files = page.get_by_label("Attach files")
    files.set_input_files({"name": "run.exe", "mimeType": "text/plain", "buffer": b"MZ"})
    expect(page.get_by_text("“run.exe” is a program.")).to_be_visible()
    files.set_input_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Plan"})
    expect(page.get_by_role("link", name="plan.txt")).to_be_visible()
    page.get_by_role("button", name="Insert template").click()
    page.get_by_role("menuitem", name="Warm words").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Replace").click()
    expect(editor(page)).to_have_text("Warm regards")
    expect(page.get_by_label("Subject")).to_have_value("Warmly")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#drawer")).to_be_hidden()
    config = customer.call("GET", f"/sequences/{sequence['id']}")["steps"][0]["config"]
    assert (config["body"], len(config["attachments"])) == ("<p>Warm regards</p>", 1)


def test_the_templates_library(page: Page, customer: Customer) -> None:
    page.goto("/settings/templates/new/company/")
    editor(page)
    check(page)
    page.get_by_label("Name").fill("To a client")
    page.get_by_label("Subject").fill("Hello")
    editor(page).click()
    page.keyboard.type("We met.")
    page.get_by_role("button", name="Save").click()
    row = page.get_by_role("row").filter(has_text="To a client")
    expect(row).to_contain_text("Company")
    check(page)
    row.get_by_role("link", name="To a client").click()
    expect(editor(page)).to_have_text("We met.")


def test_without_scripts_the_text_area_stays(page: Page, customer: Customer) -> None:
    context = page.context.browser.new_context(  # type: ignore[union-attr]  # a page of a launched browser has one
        base_url=customer.url, storage_state=customer.signed_in, java_script_enabled=False
    )
    plain = context.new_page()
    plain.goto("/settings/templates/new/person/")
    plain.get_by_label("Name").fill("Plain")
    plain.get_by_label("Message").fill("One\n\nTwo")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("link", name="Plain")).to_be_visible()
    context.close()
    found = {t["name"]: t["body"] for t in customer.call("GET", "/email-templates")["items"]}
    assert found["Plain"] == "<p>One</p><p>Two</p>"
