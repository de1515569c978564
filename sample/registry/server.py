"""The registry's process: questions by POST with a key, and a page with what was sent or posted."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

from sample.registry.books import Books, NotAsked

HOST = "127.0.0.1"
# A letter of two pages is some 40 kB.
LARGEST = 400_000
CLOCKS = ZoneInfo("Asia/Shanghai")
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Phones of the sandbox 沙盒手机</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #999; padding: 0.3rem 0.6rem 0.3rem 0; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }}
</style>
<h1>Phones of the sandbox 沙盒手机</h1>
<p>This page stands in for the phones and letter boxes of people who do not exist. Where you came
from is open in its own tab. 本页代替虚构人员的手机和信箱；您原来的页面仍在另一个标签页中。</p>
<h2>Messages 短信和邮件</h2>
<p>What the registry has sent, the latest first. 登记机构发出的消息，最新的在最前。</p>
{messages}
<h2>Letters 信件</h2>
<p>What the registry has printed and posted, to addresses that it keeps to itself, the latest first.
登记机构打印并寄往其所掌握地址的信件，最新的在最前。</p>
{letters}
<h2>Whom one can enrol as 可以用来登记的人员</h2>
<p>Resident identity cards of people who do not exist: a parent, whom the code goes to, and their
child, for whom the parent can act. The first two digits are the province's (11 Beijing, 12 Tianjin,
13 Hebei). A desk enrols people of its own county: in the sample that is where the first family of
each province lives. 以下为虚构人员的居民身份证：家长收取验证码，并可为子女代办。
前两位为省份代码（11 北京、12 天津、13 河北）。窗口只登记本区县人员：
各省第一户即居住在示例窗口所在的区县。</p>
{people}
</html>
"""
NOTHING = "<p>Nothing yet. 尚无。</p>"


def serve(books: Books, *, key: str, port: int) -> ThreadingHTTPServer:
    """Return a server of the registry on a port of this machine; 0 takes any."""

    class Answer(BaseHTTPRequestHandler):
        """One question, or the page."""

        def do_POST(self) -> None:
            if not hmac.compare_digest(self.headers.get("Authorization", ""), f"Bearer {key}"):
                self._say(401, b"{}")
                return
            try:
                size = min(int(self.headers.get("Content-Length", "0")), LARGEST)
                asked = json.loads(self.rfile.read(size))
                told = books.answer(self.path.strip("/"), asked)
            except (NotAsked, ValueError):
                self._say(400, b"{}")
                return
            self._say(200, json.dumps(told, ensure_ascii=False).encode())

        def do_GET(self) -> None:
            letter = posted(books, self.path)
            if letter is not None:
                self._say(200, letter, "application/pdf")
                return
            self._say(200, page(books).encode(), "text/html; charset=utf-8")

        def log_message(self, *_: object) -> None:
            """Keep no log: addresses would tell who asked about whom."""

        def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return ThreadingHTTPServer((HOST, port), Answer)


def page(books: Books) -> str:
    """Return the page with what was sent and posted, and whom one can be."""
    messages = [
        f"<tr><td>{_clock(each.at)}<td>{escape(each.to)}<td>{escape(each.text)}</tr>"
        for each in reversed(books.sent)
    ]
    letters = [
        f"<tr><td>{_clock(each.at)}<td>{escape(each.to)}"
        f'<td><a href="/letters/{escape(each.name)}.pdf">PDF</a></tr>'
        for each in reversed(books.posted)
    ]
    people = [
        f"<tr><td>{escape(each.name)}<td>{escape(each.number)}<td>{each.birth_year}</tr>"
        for each in books.to_enrol()
    ]
    return PAGE.format(
        messages=_table(
            "<th>When (Beijing time) 时间（北京时间）<th>To 收件人<th>What 内容", messages
        ),
        letters=_table(
            "<th>When (Beijing time) 时间（北京时间）<th>To 收件人<th>Letter 信件", letters
        ),
        people=_table("<th>Name 姓名<th>Number 号码<th>Born 出生年份", people),
    )


def _table(heads: str, rows: list[str]) -> str:
    return f"<table><tr>{heads}</tr>{''.join(rows)}</table>" if rows else NOTHING


def _clock(at: datetime) -> str:
    """Return a time as the clocks of the sample provinces show it."""
    return f"{at.astimezone(CLOCKS):%H:%M:%S}"


def posted(books: Books, path: str) -> bytes | None:
    """Return the letter whose address this is, as PDF."""
    asked = path.partition("?")[0]
    found = (each.pdf for each in books.posted if asked == f"/letters/{each.name}.pdf")
    return next(found, None)
