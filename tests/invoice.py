"""A second schema, of another language and another trade, that the tests of the core share."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel

from llmextract.schema import About, Extract, compile_schema


class Head(BaseModel):
    number: Annotated[
        str | None, Extract("invoice number", pattern=r"Invoice No\.\s*(\S+)", within="head")
    ] = None
    issued: Annotated[
        date | None, Extract("invoice date", pattern=r"Invoice date:\s*(.+)", within="head")
    ] = None

    about: ClassVar = About("invoice")


class Amounts(BaseModel):
    subtotal: Annotated[Decimal | None, Extract("subtotal", unit="USD")] = None
    shipping: Annotated[
        Decimal | None, Extract("shipping and handling", aliases=("shipping",), unit="USD")
    ] = None
    tax: Annotated[Decimal | None, Extract("sales tax", aliases=("tax",), unit="USD")] = None
    tax_rate: Annotated[Decimal | None, Extract("sales tax rate", aliases=("tax",), unit="%")] = (
        None
    )
    total: Annotated[
        Decimal | None, Extract("total amount due", aliases=("total due", "total"), unit="USD")
    ] = None
    paid: Annotated[
        Decimal | None, Extract("paid in advance", aliases=("prepaid",), unit="USD")
    ] = None

    about: ClassVar = About(
        "amounts due",
        aliases=("amount",),
        identities=("total = subtotal + shipping + tax", "paid <= total"),
    )


class Delivery(BaseModel):
    delivered: Annotated[
        int | None, Extract("items delivered", aliases=("were delivered",), unit="item")
    ] = None
    returned: Annotated[
        int | None,
        Extract("items returned", unit="item", zero_by=("items were returned", "returns")),
    ] = None

    about: ClassVar = About("delivery")


class Invoice(BaseModel):
    head: Head = Head()
    amounts: Amounts = Amounts()
    delivery: Delivery = Delivery()
    issues: Annotated[list[str] | None, Extract("open issues")] = None

    about: ClassVar = About("invoice")


INVOICE = compile_schema(Invoice)

TEXT = """ACME WIDGETS LTD

Invoice No. INV-2024-0017
Invoice date: 5 March 2024
Purchase order no. 45001277
Phone: +44 20 7946 0958

Bill To:
Globex Corporation, 12 High Street, Springfield, IL 62704

Items

Blue widget\t12\t$25.00\t$300.00
Red widget\t5\t$230.50\t$1,152.50

Amounts Due

Subtotal: USD 1,452.50. Shipping and handling comes to $47.50, and a discount of 5% had been
granted. Sales tax of 8.25 percent adds $119.83. The total amount due is $1,619.83, of which $500
was paid in advance. Last year orders were worth $1.2 million, more than 3,000 units in all.

Delivery

About 17 items were delivered; no items were returned.

Open issues

1. One box is missing.
2. The label of the red widget is wrong.

Terms of Payment

Payment is due within 30 days. Late payments are charged 1.5% per month. No. 5 of the terms applies.
"""
