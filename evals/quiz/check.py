"""Checking one item (逐题核对): its key against the text, its wrong answers against every clause of the same kind.

What is found wrong is said in words; an item without any is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evals.quiz.changes import changed, contradicts
from evals.quiz.figures import change, times, unit, values
from evals.quiz.listed import listed
from evals.quiz.texts import Texts, about_same, terms
from kb.cite import citation
from kb.show.obligation_words import value_of
from kb.training.item import Item
from kb.types import Clause

_BLANK = "（　　）"
_GAP = "______"
_SAID = re.compile(r"^(?:判断对错：)?根据(?P<place>.+?)（(?P<kind>[^（）]{2,6})）(?:对(?P<owner>[^，]{2,24}))?的规定，"
                   r"(?P<rest>.+)$", re.S)
_ORGAN = re.compile("[^，每至]{1,9}?(党委|党支部|党总支|支部|书记|委员会)")
_OTHER_UNIT = re.compile(r"\d+\s*个?(小时|分钟|学时|课时|人|名|元|篇|%)")
_LETTERS = "ABCDEFGH"


def problems(item: Item, texts: Texts) -> list[str]:
    """What is wrong with an item."""
    clause = texts.by_id.get(item.clause)
    if clause is None:
        return ["没有这一条"]
    out = list(_cited(item, clause, texts))
    m = _SAID.match(item.question)
    if m is None:
        return [*out, "题干没有写明出处、单位"]
    out += _placed(item, m, clause, texts)
    rest = m["rest"]
    if "写在" in rest and "清单里" in rest:
        return [*_cited(item, clause, texts), *listed(item, m["place"], rest, clause, texts)]
    if item.type in ("single", "multiple"):
        out += _choice(item, rest, clause, texts)
    elif item.type == "truefalse":
        out += _judged(item, rest.removesuffix("。"), clause, texts)
    elif item.type == "fill":
        out += _filled(item, rest, clause, texts)
    elif item.type == "match":
        out += _matched(item, rest, clause, texts)
    else:
        out += [f"要点不在原文里：{k}" for k in item.key if k not in item.quote] or ([] if item.key else ["没有要点"])
    return out


def _cited(item: Item, clause: Clause, texts: Texts) -> Iterator[str]:
    if clause.text[item.start:item.end] != item.quote or not item.quote:
        yield "引文与条款不一致"
    if item.citation != citation(clause, texts.titles[clause.document_id]):
        yield "出处不对"
    if item.scope not in clause.scope and "通用" not in clause.scope:
        yield "这一条不管这类单位"
    if item.difficulty not in (1, 2, 3):
        yield "难度不对"


def _placed(item: Item, m: re.Match[str], clause: Clause, texts: Texts) -> Iterator[str]:
    title = texts.titles[clause.document_id]
    if f"《{title}》" not in m["place"]:
        yield "题干没有写文件"
    if len(texts.lists(clause.document_id)) > 1 and clause.list_title not in m["place"]:
        yield "题干没有写哪一份清单"
    if m["kind"] not in (item.scope, "各类单位" if item.scope == "通用" else item.scope):
        yield "题干的单位不对"
    if m["owner"] is None and item.type in ("single", "fill", "truefalse") and "说法正确" not in m["rest"]:
        named = [o.subject for o in texts.duties[clause.id] if o.subject]
        if _BLANK not in m["rest"][:8] and not any(w in m["rest"] for w in (*named, "支部", "党")):
            yield "题干没有写对谁"
    for o in texts.duties[clause.id]:
        shown = (item.quote,) if item.type in ("single", "fill", "truefalse") else item.options
        inside = item.start <= o.start and o.end <= item.end
        if o.condition and inside and any(o.quote in s and o.condition not in s for s in shown):
            yield f"题干没有写条件：{o.condition}"


def _choice(item: Item, rest: str, clause: Clause, texts: Texts) -> Iterator[str]:
    key = [_LETTERS.index(k) for k in item.key]
    if len(set(item.options)) != len(item.options) or len(item.options) < 3:
        yield "选项重复或太少"
    if any(k >= len(item.options) for k in key) or len(set(key)) != len(key):
        yield "答案不在选项里"
        return
    if (item.type == "single") != (len(key) == 1) or len(key) >= len(item.options):
        yield "答案个数不对"
    right = [item.options[k] for k in key]
    wrong = [o for n, o in enumerate(item.options) if n not in key]
    if rest.endswith("没有列出的是："):
        yield from _unlisted(item, right[0], wrong, clause)
    elif _BLANK in rest:
        yield from _blanked(item, rest, right[0], wrong, texts)
    elif "要求" in rest and "进行的" in rest:
        yield from _as_often(item, rest, right, wrong, clause, texts)
    elif "说法正确" in rest:
        yield from _statements(item, right, wrong, clause, texts)
    else:
        yield from (f"正确选项不在原文里：{r}" for r in right if r not in item.quote)
        yield from (f"错误选项也在这一条里：{w}" for w in wrong if w in clause.text)
        yield from (f"错误选项同这一条的话分不开：{w}" for w in wrong
                    if any(about_same(w, r) and len(terms(w)) > 1 for r in right))


def _unlisted(item: Item, right: str, wrong: Sequence[str], clause: Clause) -> Iterator[str]:
    if right in clause.text or any(about_same(w, right) for w in wrong):
        yield "答案也在这一条里"
    yield from (f"错误选项不在原文里：{w}" for w in wrong if w not in item.quote)


def _blanked(item: Item, rest: str, right: str, wrong: Sequence[str], texts: Texts) -> Iterator[str]:
    words = rest.rpartition("。括号里应填的")[0]
    before, _, behind = words.partition(_BLANK)
    if not (item.quote.startswith(before) and item.quote.endswith(behind)):
        yield "题干不是原文去掉一处"
        return
    printed = item.quote[len(before):len(item.quote) - len(behind)]
    if rest.endswith("名称是："):
        if printed != right or any(w in item.quote for w in wrong):
            yield "名称不是原文的"
        return
    if not _means(printed, right):
        yield f"答案不是原文的：{printed} / {right}"
    if any(_means(printed, w) for w in wrong):
        yield "错误选项与原文相同"
    if len({_form(o) for o in (right, *wrong)}) > 1:
        yield "选项不是同一种"
    yield from _elsewhere(item, printed, before, behind, wrong, texts)


def _means(printed: str, option: str) -> bool:
    if printed == option:
        return True
    if values(printed) is not None and values(printed) == values(option) and unit(printed) == unit(option):
        return True
    a, b = times(printed), times(option)
    if a is not None or b is not None:
        return a == b
    return False


def _form(option: str) -> str:
    if times(option) is not None:
        return "周期"
    if values(option) is not None:
        return f"{len(values(option) or ())}{'月' if '月' in option else unit(option)}"
    return "词"


def _elsewhere(item: Item, printed: str, before: str, behind: str, wrong: Sequence[str], texts: Texts) -> Iterator[str]:
    """Another clause of the kind that says the same with a wrong option's value."""
    near = re.split("[，,：:；]", before)[-1] + _GAP + re.split("[，,：:；]", behind)[0]
    for c, words in texts.phrases(item.scope):
        if c.id == item.clause and words in item.quote:
            continue
        if about_same(near, words):
            for w in wrong:
                if _says(words, w) and _subject_fits(near, words) and not (times(w) and _OTHER_UNIT.search(words)):
                    yield f"别的条款使错误选项成立：{w} ← {words}"


def _says(words: str, option: str) -> bool:
    often = times(option)
    if often is not None:
        return any(p in words for p in _spelt(often))
    v = values(option)
    if v is None:
        return option in words
    return any(values(m.group()) == v and unit(m.group()).startswith(unit(option)[:1])
               for m in re.finditer(r"(\d+|[一两二三四五六七八九十]+)(\s*[-—至]\s*\d+)?\s*个?[^\d\s]{1,2}", words))


def _spelt(often: float) -> tuple[str, ...]:
    names = ("每周", "每月", "每个月", "每季度", "每季", "每半年", "每学期", "每年", "全年", "每两年", "每两个月")
    return tuple(n for n in names if times(n) == often)


def _subject_fits(a: str, b: str) -> bool:
    """Whether two phrases may be about the same person: the one names nobody whom the other does not."""
    first, second = _ORGAN.match(a), _ORGAN.match(b)
    if first and second and first.group() != second.group():
        return False
    people = re.compile("书记|副书记|委员|成员|党员(?!大会)|积极分子|发展对象|干部")
    x, y = set(people.findall(a)), set(people.findall(b))
    return not x or not y or bool(x & y)


def _as_often(item: Item, rest: str, right: Sequence[str], wrong: Sequence[str], clause: Clause,
              texts: Texts) -> Iterator[str]:
    period = rest.partition("要求")[2].partition("进行")[0]
    for r in right:
        if not any(o.action == r and o.period == period for o in texts.duties[clause.id]):
            yield f"不是{period}的：{r}"
    for c in texts.holding(item.scope):
        for o in texts.duties[c.id]:
            for w in wrong:
                if o.period == period and (o.action == w or about_same(o.action, w)):
                    yield f"错误选项也是{period}的：{w}（{o.quote}）"


def _statements(item: Item, right: Sequence[str], wrong: Sequence[str], clause: Clause, texts: Texts) -> Iterator[str]:
    beside = [c for c in texts.clauses if (c.document_id, c.list_title) == (clause.document_id, clause.list_title)]
    yield from (f"正确的说法不在原文里：{r}" for r in right if r not in clause.text)
    for w in wrong:
        found = [(c, ch) for c in beside for ch in changed(c.text, w)]
        if any(w in c.text for c in texts.holding(item.scope)):
            yield f"错误的说法也在条款里：{w}"
        elif not any(contradicts(ch) for _, ch in found):
            yield f"错误的说法未必错：{w}"
        elif any(r in w or w in r for r in right):
            yield f"说法互相包含：{w}"


def _judged(item: Item, words: str, clause: Clause, texts: Texts) -> Iterator[str]:
    if item.options or item.key not in (("对",), ("错",)):
        yield "判断题的答案不是对或错"
    if item.key == ("对",):
        if words != item.quote:
            yield "说对的话不是原文"
        return
    if any(words in c.text for c in texts.holding(item.scope)):
        yield "说错的话就在条款里"
    made = change(item.quote, words)
    if made is None:
        yield "说错的话与原文一样"
    elif not contradicts(made):
        yield f"说错的话未必错：{made.old} → {made.new}"
    else:
        near = re.split("[，,：:；]", made.before)[-1] + _GAP + re.split("[，,：:；]", made.behind)[0]
        for c, said in texts.phrases(item.scope):
            behind = "" if times(made.new) is not None else (re.match("个?.?", made.behind) or [""])[0]
            same = about_same(near, said) and _subject_fits(near, said)
            if same and not (c.id == clause.id and said in item.quote) and _says(said, made.new + behind):
                yield f"别的条款使它成立：{said}"


def _filled(item: Item, rest: str, clause: Clause, texts: Texts) -> Iterator[str]:
    words = re.sub("。（填(数字|周期|时间)）$", "", rest)
    before, gap, behind = words.partition(_GAP)
    if not gap or _GAP in behind or len(item.key) != 1:
        yield "不是一个空"
        return
    if before + item.key[0] + behind != item.quote:
        yield "填上答案不是原文"
    begins = r"(?<![^，。；,、:：\n\d.要])" if not before else ""
    pattern = re.compile(begins + re.escape(before) + "([^，。；,;、:：\n]{1,8})" + re.escape(behind))
    for c in texts.clauses:
        if (c.document_id, c.list_title, c.path[-1:]) == (clause.document_id, clause.list_title, clause.path[-1:]):
            for m in pattern.finditer(c.text):
                if re.sub(r"^(\d+[.．]\s*|[要应即并])", "", m.group(1)) != item.key[0] and len(before + behind) > 6:
                    yield f"另有填法：{m.group(1)}"


def _matched(item: Item, rest: str, clause: Clause, texts: Texts) -> Iterator[str]:
    rows = [line.partition(". ") for line in rest.split("\n")[1:]]
    pairs = dict(k.split("-") for k in item.key)
    if len(rows) != len(item.options) or set(pairs) != {n for n, _, _ in rows} or len(set(pairs.values())) != len(rows):
        yield "配对不是一一对应"
        return
    for n, _, label in rows:
        given = item.options[_LETTERS.index(pairs[n])]
        fits = {value_of(o) for o in texts.duties[clause.id] if o.action == label}
        if given not in fits:
            yield f"配得不对：{label} {given}"
        others = {o for o in item.options if o != given} & fits
        if others:
            yield f"还能配：{label} {others}"
