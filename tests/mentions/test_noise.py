"""Digits that are not data."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from llmextract.mentions.noise import noise_spans
from llmextract.types import MentionKind
from tests.making import analysis

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
DIGITS = st.integers(10**7, 10**8 - 1)


def numbers(text):
    kinds = (MentionKind.NUMBER, MentionKind.PERCENT)
    return [m.raw for m in analysis(text).mentions if m.kind in kinds]


def _chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"


NOISE = st.one_of(
    DAYS.map(_chinese),
    DAYS.map(date.isoformat),
    DAYS.map(lambda d: f"{d.year}年"),
    DAYS.map(lambda d: f"{d.month}月{d.day}日"),
    DAYS.map(lambda d: f"国办发〔{d.year}〕{d.day}号"),
    DAYS.map(lambda d: f"《关于{d.year}年度{d.day}项重点任务分工的通知》"),
    DAYS.map(lambda d: f"{d.year}-{d.year + 1}学年度"),
    DAYS.map(lambda d: f"第{d.day}条"),
    DIGITS.map(lambda n: f"电话：0431-{n}"),
    DIGITS.map(lambda n: f"传真:{n}"),
    DIGITS.map(lambda n: f"http://www.gov.cn/{n}/{n}.html"),
    DIGITS.map(lambda n: f"x{n}@mail.gov.cn"),
    DIGITS.map(lambda n: f"吉ICP备{n}号-1"),
    DIGITS.map(lambda n: f"索引号：{n}"),
    DIGITS.map(lambda n: f"许可证号：JY{n}"),
    st.just("12345政务服务热线"),
    st.just("“五公开”"),
    st.just("138" + "0" * 8),
    st.just("公开率比为3:1"),
)


@given(NOISE, st.integers(1, 10**6))
@example("http://www.gov.cn", 12)
@example("网址：www.x.gov.cn", 1043)
def test_nothing_in_noise_and_everything_beside_it(noise, number):
    """No number is found in it; one before and one behind it are."""
    text = f"收到{number}件，{noise}，答复{number}条。"
    assert numbers(text) == [f"{number}件", f"{number}条"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "传真：3件",
            "传真：12345件",
            "热线：1200个",
            "电话：300次",
            "编号3个",
            "发放许可证120件",
        ),
        *(
            "公开信息12350份",
            "办理96500件",
            "办理12366笔",
            "12320人次拨打热线",
            "2017条",
            "收到1月报3份",
        ),
        *("邮编120000件", "12个", "100余条"),
    ],
)
def test_what_looks_like_noise_but_is_counted(text):
    """A measure word behind a number makes it one."""
    assert len(numbers(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *("Invoice No. 2024", "PO #45001277", "Order number: 17-22", "Ref: 99", "Tel: 555 0100"),
        *("phone: +44 20 7946 0958", "in 2019", "FY2019", "2019 annual report", "5 March 2024"),
        *("March 2024", "2024-03-05", "03/28/2024", "IL 62704", "A4", "COVID-19", "version 3.2.1"),
        *("mail@host42.com", "https://x.org/12?y=3", "the 3rd", "10:30", "#12", "at 10 am"),
    ],
)
def test_english_noise(text):
    """Numbers of things, dates, times and addresses are no values; a count beside them is."""
    assert numbers(f"They sent 12 items, {text}, and 3 boxes.") == ["12 items", "3 boxes"]


@given(st.text("第一1〔〕《》“”a@.:/-电话：年月日号 \n\t", max_size=60))
def test_spans_are_in_order_and_apart(text):
    """Noise spans never overlap, whatever the text."""
    at = 0
    for start, end in noise_spans(text):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "line",
    [
        "【字号：大 中 小】访问量：5148[打印]",
        "信息来源：办公室　浏览次数：1532 次　字体：大 中 小",
        "阅读：8061次　保护视力色：",
        "总访问量：3482917　今日访问：1532",
        "您是第3482917位访客　当前在线 37 人",
    ],
)
def test_a_pages_own_counters_are_no_data(line):
    """How often a page was read, told by what stands beside it, is nothing that it reports."""
    assert numbers(f"{line}\n门户网站访问量：318万次。") == ["318万次"]


@pytest.mark.parametrize("text", ["网站访问量：5148次", "总访问量：3186000次", "页面浏览：34万次"])
def test_counted_visits_are_data(text):
    """A number of visits without a page's functions beside it is a value."""
    assert len(numbers(text)) == 1
