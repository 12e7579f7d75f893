"""1,000,000 facts × 300 rules, checked in one process: Gouji against hand-written pandas, Polars, SQL on DuckDB and vtlengine, as ratios.

Run: .venv/bin/python benchmarks/check_bench.py [--facts 1000000] [--rules 300]. Peers that are not installed are passed over with a line.
The book is a region of schools: groups of one total and four parts, a rate of the total, last year beside this year. One relation in
200 is broken on purpose; every engine must find the same number of broken ones.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from gouji.book import Book
from gouji.book import Fact
from gouji.book import Organisation
from gouji.book import Organisations
from gouji.catalogue import load_catalogue
from gouji.numbers import Figure
from gouji.reckon import Reckoner
from gouji.reckon import check

PER_GROUP = 6  # a total, four parts, a rate
YEARS = (2023, 2024)
BROKEN = 200
CENT = Decimal("0.01")
EXACT = Decimal(0)

Table = dict[str, list[int]]


def definitions(folder: Path, groups: int, rules: int) -> None:
    """Write a definitions folder with `groups` groups of six indicators and so many rules over them, in five shapes."""
    (folder / "indicators").mkdir(parents=True)
    (folder / "rules").mkdir()
    lines = ["set: 测试", "title: 测试", "calendar: 自然年", "indicators:"]
    for group in range(groups):
        lines.append(f"  - {{code: B-{group}.0, name: 总数{group}, unit: 人}}")
        lines.extend(f"  - {{code: B-{group}.{part}, name: 分项{group}之{part}, unit: 人}}" for part in range(1, 5))
        lines.append(f'  - {{code: B-{group}.5, name: 比率{group}, unit: "%", decimals: 2}}')
    (folder / "indicators" / "bench.yaml").write_text("\n".join(lines), encoding="utf-8")
    lines = ["set: 测试", "title: 测试", "rules:"]
    for number in range(rules):
        lines.append(f"  - {{number: R-{number}, statement: 第{number}条, check: {formula(number % groups, number // groups % 5)}}}")
    (folder / "rules" / "bench.yaml").write_text("\n".join(lines), encoding="utf-8")


def formula(group: int, shape: int) -> str:
    """One of five shapes of rules: sum, chain of ≤, rate, part of the rest, growth within bounds."""
    total, parts, rate = f"总数{group}", [f"分项{group}之{part}" for part in range(1, 5)], f"比率{group}"
    return (
        f"{total} = {' + '.join(parts)}", f"{parts[0]} ≤ {parts[0]} + {parts[1]} ≤ {total}", f"{rate} = {parts[0]} / {total}",
        f"{parts[3]} ≤ {total} - {parts[0]} - {parts[1]}", f"{total} ≤ 3 × 上期({total}) + 10000",
    )[shape]


def table(groups: int, places: int, seed: int = 7) -> Table:
    """Columns of integers (rates in hundredths of a percent), a row per school and year; about one relation in BROKEN broken."""
    dice = random.Random(seed)
    columns: Table = {"school": [], "year": []}
    columns |= {f"c{group}_{part}": [] for group in range(groups) for part in range(PER_GROUP)}
    for place in range(places):
        columns["school"].append(place // len(YEARS))
        columns["year"].append(YEARS[place % len(YEARS)])
        for group in range(groups):
            parts = [dice.randrange(1, 4000) for _ in range(4)]
            total = sum(parts) + (1 if dice.randrange(BROKEN) == 0 else 0)
            rate = (parts[0] * 20000 + total) // (2 * total)
            for part, value in enumerate((total, *parts, rate)):
                columns[f"c{group}_{part}"].append(value)
    return columns


def book(folder: Path, columns: Table, groups: int) -> Book:
    """The book of a table, facts in memory."""
    catalogue = load_catalogue(folder)
    schools = max(columns["school"]) + 1
    organisations = Organisations((
        Organisation("city", "市", "市", "", None, None, {}, ()),
        *(Organisation(f"s{number}", f"学校{number}", "学校", "city", None, None, {}, ()) for number in range(schools)),
    ))
    facts = {}
    for group in range(groups):
        for part in range(PER_GROUP):
            code, rate = f"B-{group}.{part}", part == PER_GROUP - 1
            for school, year, value in zip(columns["school"], columns["year"], columns[f"c{group}_{part}"], strict=True):
                figure = Figure(Decimal(value).scaleb(-2), CENT, "%") if rate else Figure(Decimal(value), EXACT, "人")
                fact = Fact(code, f"s{school}", f"{year}年", "", "事实", "值", figure)
                facts[fact.key] = fact
    return Book("测试", "city", ("测试",), catalogue, organisations, facts, {})


def broken_by_pandas(columns: Table, groups: int, rules: int) -> Callable[[], int]:
    """The same rules by hand on pandas, integers only."""
    import pandas as pd

    frame = pd.DataFrame(columns).sort_values(["school", "year"])

    def run() -> int:
        found = 0
        for number in range(rules):
            group, shape = number % groups, number // groups % 5
            total, first, second, third, fourth, rate = (frame[f"c{group}_{part}"] for part in range(PER_GROUP))
            if shape == 0:
                found += int((total != first + second + third + fourth).sum())
            elif shape == 1:
                found += int((second < 0).sum() + (first + second > total).sum())
            elif shape == 2:
                found += int((((2 * rate + 1) * total < 20000 * first) | ((2 * rate - 1) * total > 20000 * first)).sum())
            elif shape == 3:
                found += int((fourth > total - first - second).sum())
            else:
                before = total.groupby(frame["school"]).shift(1)
                found += int((total > 3 * before + 10000).sum())
        return found

    return run


def broken_by_polars(columns: Table, groups: int, rules: int) -> Callable[[], int]:
    """The same rules by hand on Polars, integers only."""
    import polars as pl

    frame = pl.DataFrame(columns).sort(["school", "year"])

    def run() -> int:
        counts = []
        for number in range(rules):
            group, shape = number % groups, number // groups % 5
            total, first, second, third, fourth, rate = (pl.col(f"c{group}_{part}") for part in range(PER_GROUP))
            condition = (
                total != first + second + third + fourth, first + second > total,
                ((2 * rate + 1) * total < 20000 * first) | ((2 * rate - 1) * total > 20000 * first),
                fourth > total - first - second, total > 3 * total.shift(1).over("school") + 10000,
            )[shape]
            counts.append(condition.sum().alias(f"r{number}"))
        return sum(frame.select(counts).row(0))

    return run


def broken_by_sql(columns: Table, groups: int, rules: int) -> Callable[[], int]:
    """The same rules as hand-written SQL on DuckDB."""
    import duckdb
    import pyarrow as pa

    connection = duckdb.connect()
    connection.register("wide", pa.table(columns))
    connection.execute("create table t as select * from wide")

    def run() -> int:
        counts = []
        for number in range(rules):
            group, shape = number % groups, number // groups % 5
            total, first, second, third, fourth, rate = (f"c{group}_{part}" for part in range(PER_GROUP))
            counts.append((
                f"{total} <> {first} + {second} + {third} + {fourth}", f"{first} + {second} > {total}",
                f"(2 * {rate} + 1) * {total} < 20000 * {first} or (2 * {rate} - 1) * {total} > 20000 * {first}",
                f"{fourth} > {total} - {first} - {second}", f"{total} > 3 * p{total} + 10000",
            )[shape])
        lags = ", ".join(f"lag(c{group}_0) over (partition by school order by year) as pc{group}_0" for group in range(groups))
        sums = ", ".join(f"coalesce(sum(case when {count} then 1 else 0 end), 0)" for count in counts)
        row = connection.execute(f"select {sums} from (select *, {lags} from t)").fetchone()  # noqa: S608
        return sum(int(value) for value in row or ())

    return run


def broken_by_vtl(columns: Table, groups: int, rules: int) -> Callable[[], int]:
    """The sums among the rules as VTL datapoint rules on vtlengine (its other shapes are left out: it has no half-open rounding)."""
    import pandas as pd
    from vtlengine import run as run_vtl

    frame = pd.DataFrame(columns).rename(columns={"school": "Id_1", "year": "Id_2"})
    shapes = [number % groups for number in range(rules) if number // groups % 5 == 0]
    checks = "; ".join(f"c{group}_0 = c{group}_1 + c{group}_2 + c{group}_3 + c{group}_4" for group in shapes)
    measures = [name for name in frame.columns if name.startswith("c")]
    script = f"define datapoint ruleset checks (variable {', '.join(measures)}) is {checks} end datapoint ruleset; found <- check_datapoint(facts, checks invalid);"
    structure = {"datasets": [{"name": "facts", "DataStructure": [
        *({"name": name, "type": "Integer", "role": "Identifier", "nullable": False} for name in ("Id_1", "Id_2")),
        *({"name": name, "type": "Integer", "role": "Measure", "nullable": True} for name in measures),
    ]}]}

    def run() -> int:
        result = run_vtl(script=script, data_structures=structure, datapoints={"facts": frame})
        return len(result["found"].data)

    return run


def main() -> None:
    """Measure and print one line per engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--rules", type=int, default=300)
    parser.add_argument("--peers", default="pandas,polars,sql,vtl")
    options = parser.parse_args()
    gc.set_threshold(200_000, 50, 50)  # as the command line does
    groups = max(options.rules // 5, 1)
    places = options.facts // (groups * PER_GROUP)
    columns = table(groups, places)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "definitions"
        definitions(folder, groups, options.rules)
        started = time.perf_counter()
        region = book(folder, columns, groups)
        built = time.perf_counter() - started
        started = time.perf_counter()
        report = check(Reckoner(region))
        own = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    relations = report.held + len(report.findings) + len(report.not_assessable)
    print(f"{datetime.now(tz=UTC):%Y-%m-%d} Python {sys.version.split()[0]}: {len(region.facts):,} facts, {options.rules} rules, {relations:,} relations")
    print(f"{'engine':10}{'seconds':>10}{'ratio':>8}  broken")
    print(f"{'gouji':10}{own:>10.2f}{1:>8.2f}  {len(report.findings):,} (book built in {built:.1f} s, peak {memory:,.0f} MiB)")
    peers = {"pandas": broken_by_pandas, "polars": broken_by_polars, "sql": broken_by_sql, "vtl": broken_by_vtl}
    for peer in options.peers.split(","):
        try:
            run = peers[peer](columns, groups, options.rules)
            started = time.perf_counter()
            broken = run()
        except ImportError as error:
            print(f"{peer:10} not installed ({error.name})")
            continue
        seconds = time.perf_counter() - started
        print(f"{peer:10}{seconds:>10.2f}{seconds / own:>8.2f}  {broken:,}")


if __name__ == "__main__":
    main()
