"""Invented people and agencies with valid check digits: names, resident ids, phones, homes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from stdnum.cn import ric, uscc

#: Administrative code of the sample county (Huimin County; domain.md, "Identifiers").
COUNTY = "371621"

TOWNSHIPS = (
    "孙武街道",
    "何坊街道",
    "石庙镇",
    "桑落墅镇",
    "淄角镇",
    "胡集镇",
    "李庄镇",
    "麻店镇",
    "魏集镇",
    "清河镇",
)

#: Surnames of a northern county; those with a second reading are there to try the search.
_SURNAMES = tuple(
    "王李张刘陈杨赵孙周吴徐朱马胡郭何高林罗郑梁宋谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
)
_RARE_SURNAMES = ("单", "仇", "解", "盖", "区", "查", "欧阳", "司马")
_FIRST = tuple("玉秀桂凤淑素兰春翠爱长德洪兆守庆福宝同建志永国文清振金连广明")
_SECOND = tuple("英兰珍芹梅莲霞芳荣华山海林田顺义才昌友泉远生成堂军平")

#: Centre of the county town in degrees; homes lie within about 15 km of it.
_CENTRE = (37.4833, 117.5106)


def a_name(random: Random) -> str:
    """A person's name; about one in eight has a surname that is easily misread."""
    surname = random.choice(_RARE_SURNAMES) if random.random() < 0.12 else random.choice(_SURNAMES)
    return surname + random.choice(_FIRST) + (random.choice(_SECOND) if random.random() < 0.85 else "")


def an_id_number(random: Random, youngest: int, oldest: int, today: date) -> str:
    """A valid resident id number of somebody aged between ``youngest`` and ``oldest`` years."""
    born = today - timedelta(days=random.randrange(youngest * 365, oldest * 365))
    stem = f"{COUNTY}{born:%Y%m%d}{random.randrange(1, 1000):03d}"
    return stem + str(ric.calc_check_digit(f"{stem}0"))  # which leaves the last character out itself


def a_phone(random: Random) -> str:
    """A mobile number in a range that exists, for nobody in particular."""
    return random.choice(("135", "137", "139", "150", "158", "186")) + f"{random.randrange(10**8):08d}"


def a_home(random: Random) -> tuple[str, str]:
    """Latitude and longitude of a home as decimal strings with six places."""
    latitude = _CENTRE[0] + random.uniform(-0.12, 0.12)
    longitude = _CENTRE[1] + random.uniform(-0.15, 0.15)
    return f"{latitude:.6f}", f"{longitude:.6f}"


def near(latitude: str, longitude: str, random: Random, metres: int) -> tuple[str, str]:
    """A place at most ``metres`` from the given one, as decimal strings."""
    span = metres / 111_000 / 1.6
    return (
        f"{float(latitude) + random.uniform(-span, span):.6f}",
        f"{float(longitude) + random.uniform(-span, span):.6f}",
    )


def a_credit_code(number: int) -> str:
    """The ``number``-th invented unified social credit code of the county, with a valid check digit."""
    stem = f"52{COUNTY}MJE{number:05d}X"
    return stem + str(uscc.calc_check_digit(stem))
