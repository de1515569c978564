"""The officials of a sample province, each with an office and a way to sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Area, Office
from sample.plan import DAYS, SampleProvince
from sample.story import SET_IN, Counties

# Offices of the sample are renewed by the next set-up after their end.
TERM = timedelta(days=365)
# They have been in office for as long as there is anything to tell.
BEFORE = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Post:
    """An office to fill: `where` is a county of the story, or the province itself.

    A person and a unit have one name each: it is written in both scripts, and read in the page's.
    Officials who are `shown` can sign in; one of a kind is enough to look around.
    """

    username: str
    full_name: str
    role: str
    where: str
    unit_zh: str
    unit_en: str
    shown: bool = True


PROVINCE = "province"
CENTRE = ("疾病预防控制中心", "Centre for Disease Control")
COMMISSION = ("卫生健康委员会", "Health Commission")
COMMAND = ("应急指挥部", "Emergency Command")
CLINIC = ("社区卫生服务中心", "Community Health Centre")
DESK = ("政务服务中心", "Service Centre")
COMMUNITY = ("社区工作队", "Community Team")
SAMPLING = ("核酸采样队", "Sampling Team")
AUDIT = ("审计厅", "Audit Office")
INFORMATION = ("信息中心", "Information Centre")
PERSONNEL = ("人事处", "Personnel Division")
CONTRACTOR = ("运维服务公司", "Operations Services")
COOPERATION = ("协作办公室", "Cooperation Office")
JUSTICE = ("司法局", "Justice Bureau")
APPEALS = ("申诉办公室", "Appeals Office")
POSTS = (
    Post("epidemiologist", "陈静 Chen Jing", "epidemiologist", "main", *CENTRE),
    Post("epidemiologist.second", "李海 Li Hai", "epidemiologist", "second", *CENTRE, shown=False),
    Post(
        "epidemiologist.border", "赵敏 Zhao Min", "epidemiologist", "border", *CENTRE, shown=False
    ),
    Post(
        "epidemiologist.far", "孙涛 Sun Tao", "epidemiologist", "far_border", *CENTRE, shown=False
    ),
    Post(
        "epidemiologist.remote", "钱勇 Qian Yong", "epidemiologist", "remote", *CENTRE, shown=False
    ),
    Post(
        "epidemiologist.province", "冯磊 Feng Lei", "epidemiologist", PROVINCE, *CENTRE, shown=False
    ),
    Post("reviewer", "王芳 Wang Fang", "reviewer", PROVINCE, *COMMISSION),
    Post("high.reviewer", "刘强 Liu Qiang", "high_reviewer", PROVINCE, *COMMAND),
    Post("rule.drafter", "何平 He Ping", "rule_drafter", PROVINCE, *COMMISSION),
    Post("case.officer", "周霞 Zhou Xia", "case_officer", "main", *CLINIC),
    Post("case.officer.second", "沈洁 Shen Jie", "case_officer", "second", *CLINIC, shown=False),
    Post("desk.clerk", "吴明 Wu Ming", "desk_clerk", "main", *DESK),
    Post("site.clerk", "郭洋 Guo Yang", "site_clerk", "main", *SAMPLING),
    Post("order.checker", "马超 Ma Chao", "order_checker", "main", *COMMUNITY),
    Post("venue.registrar", "朱琳 Zhu Lin", "venue_registrar", "main", *DESK),
    Post("appeals.officer", "林晓 Lin Xiao", "appeals_officer", "main", *APPEALS),
    Post("high.appeals.officer", "高远 Gao Yuan", "high_appeals_officer", PROVINCE, *APPEALS),
    Post("federation.officer", "蒋雪 Jiang Xue", "federation_officer", PROVINCE, *COOPERATION),
    Post("auditor", "郑平 Zheng Ping", "auditor", PROVINCE, *AUDIT),
    Post("incident.officer", "罗毅 Luo Yi", "incident_officer", PROVINCE, *COMMAND),
    Post(
        "incident.second", "谢云 Xie Yun", "incident_officer", PROVINCE, *INFORMATION, shown=False
    ),
    Post("legal.officer", "唐婷 Tang Ting", "legal_officer", "main", *JUSTICE),
    Post("legal.examiner", "许文 Xu Wen", "legal_officer", PROVINCE, *COMMISSION, shown=False),
    Post("administrator", "杨艳 Yang Yan", "administrator", PROVINCE, *INFORMATION),
    Post(
        "administrator.second", "许宁 Xu Ning", "administrator", PROVINCE, *PERSONNEL, shown=False
    ),
    Post("contractor", "唐凯 Tang Kai", "operations_contractor", PROVINCE, *CONTRACTOR),
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
            unit=f"{area.name_zh}{post.unit_zh} {area.name_en} {post.unit_en}",
            period=(now - BEFORE, now + TERM),
            by=None,
            now=now,
        )
    return user
