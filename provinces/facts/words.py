"""What facts mean, in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A meaning in Chinese and in English."""

    zh: str
    en: str

    @property
    def en_within(self) -> str:
        """The English as it reads after a colon."""
        return self.en[:1].lower() + self.en[1:]


# What a group of facts is about.
GROUPS = {
    "cases.confirmed": Words("确诊病例", "Confirmed case"),
    "cases.asymptomatic": Words("无症状感染者", "Infection without symptoms"),
    "cases.suspected": Words("疑似病例", "Suspected case"),
    "contacts.close": Words("密切接触者", "Close contact"),
    "contacts.secondary": Words("密接的密接", "Contact of a close contact"),
    "contacts.general": Words("一般接触者", "General contact"),
    "contacts.goods": Words(
        "污染物品处理者的接触者", "Contact with a handler of contaminated goods"
    ),
    "travel.flight": Words("与病例同航班", "On a flight with a case"),
    "travel.coach": Words("与病例同长途客车", "On a coach with a case"),
    "travel.train": Words("与病例同车厢", "In a train carriage with a case"),
    "arrivals.overseas": Words("境外来返", "Arrival from abroad"),
    "arrivals.province": Words("外省来返", "Arrival from another province"),
    "orders.central_isolation": Words("集中隔离", "Order of isolation at a centre"),
    "orders.home_isolation": Words("居家隔离", "Order of isolation at home"),
    "orders.monitoring": Words("健康监测", "Order of health monitoring"),
    "work.exposed": Words("高风险岗位", "Work at high risk"),
    "declarations.symptoms": Words("申报症状", "Symptoms declared by the person"),
    "declarations.wellness": Words("申报正常", "Wellness declared by the person"),
    "signals.pharmacy": Words("购买四类药品", "Purchase of a monitored drug"),
    "signals.clinic": Words("有症状就诊", "Visit to a clinic with monitored symptoms"),
}

MOMENTS = {
    "diagnosed_at": Words("诊断时间", "When it was diagnosed"),
    "suspected_at": Words("列为疑似的时间", "When it was suspected"),
    "onset_at": Words("发病时间", "When symptoms began"),
    "last_contact_at": Words("最后一次接触的时间", "When the last contact was"),
    "travelled_at": Words("乘坐的时间", "When the journey was"),
    "entered_at": Words("入境或入省的时间", "When the person entered"),
    "starts_at": Words("开始时间", "When it starts"),
    "ends_at": Words("规定的结束时间", "When it is to end"),
    "left_work_at": Words("离岗时间", "When the person left that work"),
    "declared_at": Words("申报时间", "When it was declared"),
    "purchased_at": Words("购买时间", "When it was bought"),
    "visited_at": Words("就诊时间", "When the visit was"),
    "expires_at": Words("证据失效时间", "When the evidence expires"),
}

ENDINGS = {
    "discharged_at": Words("出院时间", "When the person was discharged"),
    "excluded_at": Words("排除疑似的时间", "When the suspicion was excluded"),
    "released_at": Words("解除时间", "When the person was released"),
    "left_at": Words("离开本省的时间", "When the person left the province"),
}
