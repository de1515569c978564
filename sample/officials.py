"""The officials of a sample province, each with an office and a way to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Area, Office
from sample.plan import SampleProvince
from sample.story import SET_IN, Counties

# Offices of the sample are renewed by the next set-up after their end.
TERM = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Post:
    """An office to fill: `where` is a county of the story, or the province itself.

    Officials who are `shown` can sign in; one of a kind is enough to look around.
    """

    username: str
    full_name: str
    role: str
    where: str
    unit_zh: str
    shown: bool = True


PROVINCE = "province"
CENTRE = "疾病预防控制中心"
POSTS = (
    Post("epidemiologist", "陈静", "epidemiologist", "main", CENTRE),
    Post("epidemiologist.second", "李海", "epidemiologist", "second", CENTRE, shown=False),
    Post("epidemiologist.border", "赵敏", "epidemiologist", "border", CENTRE, shown=False),
    Post("epidemiologist.far", "孙涛", "epidemiologist", "far_border", CENTRE, shown=False),
    Post("epidemiologist.remote", "钱勇", "epidemiologist", "remote", CENTRE, shown=False),
    Post("epidemiologist.province", "冯磊", "epidemiologist", PROVINCE, CENTRE, shown=False),
    Post("reviewer", "王芳", "reviewer", PROVINCE, "卫生健康委员会"),
    Post("high.reviewer", "刘强", "high_reviewer", PROVINCE, "应急指挥部"),
    Post("rule.drafter", "何平", "rule_drafter", PROVINCE, "卫生健康委员会"),
    Post("case.officer", "周霞", "case_officer", "main", "社区卫生服务中心"),
    Post("desk.clerk", "吴明", "desk_clerk", "main", "政务服务中心"),
    Post("federation.officer", "蒋雪", "federation_officer", PROVINCE, "协作办公室"),
    Post("auditor", "郑平", "auditor", PROVINCE, "审计厅"),
    Post("administrator", "杨艳", "administrator", PROVINCE, "信息中心"),
)


@transaction.atomic
def appoint(province: SampleProvince, *, now: datetime) -> dict[str, User]:
    """Have every post filled; return the officials by the name they sign in with.

    Who has no password yet cannot sign in.
    """
    return {post.username: _official(post, province, now) for post in POSTS}


def area_of(post: Post, province: SampleProvince) -> Area:
    """Return the area of a post."""
    counties: Counties = SET_IN[province.code]
    code = province.code if post.where == PROVINCE else getattr(counties, post.where)
    return Area.objects.get(code=code)


def _official(post: Post, province: SampleProvince, now: datetime) -> User:
    user = User.objects.filter(username=post.username).first()
    if user is None:
        user = User(username=post.username, full_name=post.full_name)
        user.set_unusable_password()
        user.save(force_insert=True)
    area = area_of(post, province)
    held = Office.objects.filter(user=user, area=area, role=post.role, period__contains=now)
    if not held.exists():
        jurisdictions.grant_office(
            user=user,
            area=area,
            role=post.role,
            unit=f"{area.name_zh}{post.unit_zh}",
            period=(now, now + TERM),
            by=None,
            now=now,
        )
    return user
