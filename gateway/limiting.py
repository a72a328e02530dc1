"""Limits as routes name them: `dependencies=[Depends(by_address("verify"))]`."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from gateway.addresses import address_of
from gateway.limits import Group
from gateway.parts import PartsDep
from gateway.sessions import Who


def by_address(group: Group) -> Callable[..., Awaitable[None]]:
    async def check(request: Request, parts: PartsDep) -> None:
        await parts.limiter.take(group, {"address": address_of(request)})

    return check


def by_caller(group: Group) -> Callable[..., Awaitable[None]]:
    """By the account and its enterprise; the caller must be logged in."""

    async def check(who: Who, parts: PartsDep) -> None:
        await parts.limiter.take(
            group, {"account": str(who.operator_id), "enterprise": who.enterprise_code}
        )

    return check
