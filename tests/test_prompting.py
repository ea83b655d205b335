import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import PromptError
from llmextract.prompting import estimate_tokens, language_of, load_prompt, read_prompt
from llmextract.resources import resources

GOOD = '---\nversion: 3\npurpose: p\n---\n# system\nBe {mood}.\n\n# user\n{text}\n{"a": 1} {}\n'


@pytest.fixture
def prompt_of(tmp_path):
    def read(content):
        path = tmp_path / "p.md"
        path.write_text(content, "utf-8")
        return read_prompt(path, "p.md")

    return read


def test_a_prompt_is_filled_block_by_block(prompt_of):
    """Placeholders are filled in both messages; other braces stay."""
    prompt = prompt_of(GOOD)
    assert prompt.version == "3"
    system, user = prompt.render(mood="brief", text="T")
    assert (system.role, system.content) == ("system", "Be brief.")
    assert (user.role, user.content) == ("user", 'T\n{"a": 1} {}')


@given(st.text())
def test_values_are_never_read_as_prompt(text):
    """Whatever a document holds - braces, headings, placeholders - comes through unchanged."""
    prompt = load_prompt("direct/zh.md")
    _, user = prompt.render(text=text + "{fields}", fields="F")
    assert text + "{fields}" in user.content
    assert user.content.endswith("F")


@pytest.mark.parametrize("values", [{"mood": "x"}, {"mood": "x", "text": "t", "more": "m"}])
def test_values_and_placeholders_must_agree(prompt_of, values):
    """A placeholder without a value and a value without a placeholder are both errors."""
    with pytest.raises(PromptError, match=r"p\.md.*placeholder"):
        prompt_of(GOOD).render(**values)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("# user\nx\n", "front matter"),
        ("---\npurpose: p\n---\n# user\nx\n", "version"),
        ("---\nversion: [\n---\n# user\nx\n", "not YAML"),
        ("---\nversion: 1\n---\njust text\n", "block"),
        ("---\nversion: 1\n---\nstray\n# user\nx\n", "block"),
        ("---\nversion: 1\n---\n# user\nx\n# user\ny\n", "two blocks"),
    ],
)
def test_malformed_prompts_are_refused(prompt_of, content, message):
    """A file without version or blocks, or with one block twice, cannot be used."""
    with pytest.raises(PromptError, match=message):
        prompt_of(content)


def test_a_missing_block_is_named(prompt_of):
    """Asking for a block the file lacks names the block and the file."""
    prompt = prompt_of("---\nversion: 1\n---\n# user\n{text}\n")
    with pytest.raises(PromptError, match=r"p\.md.*# system"):
        prompt.render(text="t")


def test_a_missing_file_is_a_prompt_error():
    """An unknown prompt name is refused with the names there are."""
    with pytest.raises(PromptError, match=r"direct/zh\.md"):
        load_prompt("direct/xx.md")


@pytest.mark.parametrize("name", resources("prompts"))
def test_every_bundled_prompt_can_be_read(name):
    """Each prompt that ships has a version, a purpose and blocks."""
    prompt = load_prompt(name)
    assert prompt.purpose
    assert prompt.blocks


def test_a_change_to_the_file_changes_the_identity(prompt_of):
    """The identity follows the content, not only the version; newlines do not count."""
    one = prompt_of(GOOD).identity
    assert one.startswith("3 ")
    assert prompt_of(GOOD.replace("Be", "Stay")).identity != one
    assert prompt_of(GOOD.replace("\n", "\r\n")).identity == one


@given(st.text(), st.text())
def test_token_estimates_grow_with_the_text(one, other):
    """More text is never estimated at fewer tokens, and no text at next to none."""
    assert estimate_tokens(one + other) >= estimate_tokens(one) >= 0
    assert estimate_tokens("收到申请十二") == 4
    assert estimate_tokens("2017") == 4
    assert estimate_tokens("received") == 2


def test_the_language_is_that_of_most_labels():
    """Labels with CJK characters make a Chinese schema; a single foreign label does not."""
    assert language_of(["收到申请数", "GDP", "粉丝数"]) == "zh"
    assert language_of(["received", "refused", "合计"]) == "en"
    assert language_of([]) == "en"
