"""A schema with groups, identities and events that can be denied, and readings of small texts."""

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from llmextract.fold import fold
from llmextract.linking.candidates import Reading, read
from llmextract.linking.phrases import Phrase, distill
from llmextract.schema import About, Extract, compile_schema
from tests.making import analysis


class Orders(BaseModel):
    total: Annotated[int | None, Extract("订单总数", aliases=("收到订单",), unit="单")] = None
    shop: Annotated[
        int | None, Extract("门店订单", aliases=("到店下单",), unit="单", units=("件",))
    ] = None
    online: Annotated[
        int | None, Extract("网络订单", aliases=("网上下单",), unit="单", units=("件",))
    ] = None
    returned: Annotated[
        int | None, Extract("退货", unit="单", units=("件",), unlike=("退款",), zero_by=("退货",))
    ] = None
    rate: Annotated[Decimal | None, Extract("按时发货率", unit="%")] = None

    about: ClassVar[About] = About(
        "订单", identities=("total = shop + online", "returned <= total")
    )


class Claims(BaseModel):
    complaints: Annotated[
        int | None, Extract("投诉", unit="件", units=("起",), zero_by=("投诉",))
    ] = None
    accidents: Annotated[
        int | None, Extract("安全事故", unit="起", zero_by=("安全事故", "事故"))
    ] = None
    lawsuits: Annotated[int | None, Extract("诉讼", unit="件", zero_by=("诉讼", "起诉"))] = None

    about: ClassVar[About] = About("纠纷", aliases=("投诉", "诉讼", "事故"))


class Shop(BaseModel):
    orders: Orders = Orders()
    claims: Claims = Claims()
    staff: Annotated[int | None, Extract("员工人数", aliases=("店员",), unit="人")] = None


SHOP = compile_schema(Shop)


def reading(text: str) -> Reading:
    return read(analysis(text), SHOP.numeric, SHOP)


def phrases(text: str) -> dict[str, Phrase]:
    """The phrases of a text by the raw text of their numbers (the last one, if printed twice)."""
    found = analysis(text)
    distilled = distill(fold(text), found.sections, found.mentions)
    return {found.mentions[n].raw: phrase for n, phrase in distilled.items()}
