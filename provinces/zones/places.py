"""Place names of official lists, cut so that none reaches below a building or a compound.

The lists name stairwells, floors, rooms and households; who lives there can be found out. Each
part of a name ends before the first thing smaller than a building:

    福鼎家园3号楼2单元401室、5号楼1单元     福鼎家园3号楼、5号楼
    上苑18-6-402号同层住户                  上苑18
    石门营五区2号楼病例户同层、垂直上三户     石门营五区2号楼
    河西村槐树街一排7号及左右两户            河西村槐树街一排

In a village, and in numbered rows of houses, a house number is a household and goes as well; in
a town it is a building or a compound and stays. When in doubt the rule cuts: a list speaks of a
division, and a shorter name takes nothing away from it.
"""

from __future__ import annotations

import re

LONGEST = 120

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁"
    "魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎"
    "易常武乔贺赖龚文平岳"
)
_BELOW_A_BUILDING = re.compile(
    rf"""
      -?(?: [0-9A-Za-z]+(?:[-~至到][0-9A-Za-z]+)* | [一二三四五六七八九十某各]+ )?单元
    | -?[0-9]+(?:[-~至到][0-9]+)*号?门
    | (?:地下|负)?(?: [0-9]+(?:[-~至到][0-9]+)* | [一二三四五六七八九十全各顶]+ )层
    | 半?地下(?:室|住)
    | -?(?: [0-9A-Za-z-]*[0-9] | 某)室
    # A number right before one of these is the household's, not the building's.
    | -?(?: [甲乙丙丁]?[0-9]+(?:号?院|号)? )? (?:
          病例 | 病家 | 病人 | 患者 | 感染者 | 阳性 | 住户 | 风险户 | 对门
        | 同层 | 同号 | 同楼层 | 同列 | 垂直 | 按?一横一纵
        | (?:及|和|与)?(?:其)?(?:左右|上下|前后|对面|相邻|周[边围]|[左右上下前后])
          [^户]{{0,8}}户(?!外|县|口)
        | (?<![庄海])(?: [0-9]+ | [一二两三四五六七八九十几某该] | 某些 )户(?![屯营村庄街路])
      )
    | (?<=[楼栋幢座])-?[0-9]+(?!\d*(?:号?[院楼栋幢座]|米))
    | (?<=[A-Za-z])-?[0-9]{{3,}}(?!\d*(?:号?[院楼栋幢座]|米))
    # 18-6-402, 9-308, 8-8 are building, stairwell, room; 5-8号楼 is a list of buildings.
    | (?<=[0-9A-Za-z])-[0-9A-Za-z]+-[0-9A-Za-z某]
    | (?<=[0-9A-Za-z])-(?:[0-9]+|某)(?![0-9]|号|[院楼栋幢座排区网米组])
    | (?<=排)[0-9]
    | (?<!^)[{_SURNAMES}](?: 某 | [\u4e00-\u9fff]{{1,2}}(?:家$|承包地) )
    """,
    re.VERBOSE,
)
_HOUSE_IN_A_VILLAGE = re.compile(r"[第临]?[0-9]+(?:[-~至到][0-9]+)*(?:号院?|院|$)(?![楼栋幢座])")
# Villages whose names do not say so: 河东庄279号.
_HOUSE_IN_A_HAMLET = re.compile(
    r"(?<=[庄营屯疃务堡峪坟坨])[0-9]+(?:[-~至到][0-9]+)*号(?![院楼栋幢座])"
)
# Not 黄村 in 黄村（地区）镇, nor 新村 in 新村街道: those are towns.
_VILLAGE = re.compile(r"村(?!（地区）|地区|[镇乡路里街]|[东西南北]里)")
_SEPARATORS = re.compile(r"([、，,；;（）()])")
_HALF_WIDTH: dict[int, int | str] = {
    **{ord("０") + i: ord("0") + i for i in range(10)},
    **{ord("Ａ") + i: ord("A") + i for i in range(26)},
    **{ord("ａ") + i: ord("a") + i for i in range(26)},
    **dict.fromkeys(map(ord, "－—–−"), "-"),
    ord("～"): "~",
}


def cut_to_building(name: str) -> str:
    """Return a place name without what is smaller than a building or a compound.

    Maybe nothing remains; what remains is at most LONGEST characters, cut between two parts.
    """
    name = _spelt(name)
    # What ends a part may uncover a household before it: 王小明家49号.
    while (cut := _tidied(_cut_parts(name))) != name:
        name = cut
    return _shortened(name)


def reaches_below_a_building(name: str) -> bool:
    """Tell whether a place name has parts that would be cut."""
    return _cut_parts(_spelt(name)) != _spelt(name)


def _spelt(name: str) -> str:
    name = "".join(name.split()).translate(_HALF_WIDTH).replace("（房东）", "")
    return re.sub("-+", "-", name)


def _cut_parts(name: str) -> str:
    in_a_village = bool(_VILLAGE.search(name))
    seen: set[str] = set()
    parts = _SEPARATORS.split(name)
    for place, part in enumerate(parts[::2]):
        kept = _cut(part, in_a_village=in_a_village)
        parts[2 * place] = "" if kept in seen and kept != part else kept
        seen.add(kept)
    return "".join(parts)


def _cut(part: str, *, in_a_village: bool) -> str:
    marks = [_BELOW_A_BUILDING.search(part), _HOUSE_IN_A_HAMLET.search(part)]
    if in_a_village:
        marks.append(_HOUSE_IN_A_VILLAGE.search(part))
    return part[: min((mark.start() for mark in marks if mark), default=len(part))]


def _tidied(name: str) -> str:
    """Take away separators that no longer separate anything."""
    before = ""
    while before != name:
        before = name
        name = re.sub(r"[、，,；;]+(?=[、，,；;）)]|$)", "", name)
        name = re.sub(r"(?<=[（(])[、，,；;]+|^[、，,；;]+", "", name)
        name = re.sub(r"[（(]除?[）)]|[（(]$|-$", "", name)
    return name


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    cuts = [mark.start() for mark in _SEPARATORS.finditer(name[:LONGEST])]
    return _tidied(name[: cuts[-1] if cuts else LONGEST])
