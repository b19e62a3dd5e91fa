"""caspyorm as a contender: reads one JSON object a line, does the work, answers what it took."""
import asyncio, gc, json, logging, sys, time, uuid
from datetime import datetime, timezone

logging.disable(logging.CRITICAL)
import caspyorm.connection as connection
from caspyorm.fields import UUID, Integer, Text, Float, Boolean, Timestamp, Set, Map
from caspyorm.model import Model

settings = json.loads(sys.argv[1])
GROUP_ROWS = settings["groupRows"]


def fields():
    return {
        "owner": UUID(partition_key=True), "seq": Integer(clustering_key=True), "name": Text(), "email": Text(),
        "city": Text(), "age": Integer(), "visits": Integer(), "score": Float(), "active": Boolean(),
        "created_at": Timestamp(), "tags": Set(Text()), "labels": Map(Text(), Text()),
    }


def model(table):
    return Model.create_model(name=table.title().replace("_", ""), fields=fields(), table_name=table)


Row, Bulk, Scan = model("bench_row"), model("bench_bulk"), model("bench_scan")


def owner_of(family, index):
    return uuid.UUID(f"{family:08x}-0000-4000-8000-{index:012x}")


def make(cls, owner, seq, number, age):
    return cls(
        owner=owner, seq=seq, name=f"Sample number {number}", email=f"sample-{number}@example.com",
        city="São Paulo" if number % 2 == 0 else "Reykjavík", age=age, visits=9007199254740993 + number,
        score=number / 7, active=number % 3 == 0,
        created_at=datetime.fromtimestamp(1700000000 + number, timezone.utc),
        tags={"async", f"tag-{number % 50}"}, labels={"kind": f"kind-{number % 10}", "place": f"place-{number % 100}"},
    )


async def side_by_side(count, concurrency, work):
    numbers = iter(range(count))

    async def worker():
        for number in numbers:
            await work(number)

    await asyncio.gather(*(worker() for _ in range(concurrency)))


def prepare(task):
    """What the measured part is given: as for the other contenders, the entities are there before."""
    kind, count, mark = task["kind"], task["count"], task["mark"]
    if kind == "save":
        return [make(Row, owner_of(task["family"], i), 0, i, mark) for i in range(count)]
    if kind == "bulkAlone":
        return [make(Bulk, owner_of(task["family"], i), 0, i, mark) for i in range(count)]
    if kind == "bulkGrouped":
        return [make(Bulk, owner_of(task["family"], i // GROUP_ROWS), i % GROUP_ROWS, i, mark) for i in range(count)]
    return None


def check(condition, what):
    if not condition:
        raise AssertionError(f"{what} is not what was written")


async def run(task, rows):
    kind, count, concurrency, family = task["kind"], task["count"], task["concurrency"], task["family"]
    if kind == "save":
        if concurrency == 1:
            for row in rows:
                row.save()
        else:
            await side_by_side(count, concurrency, lambda i: rows[i].save_async())
    elif kind == "get":
        def name(i):
            return f"Sample number {i}"

        if concurrency == 1:
            for i in range(count):
                check(Row.get(owner=owner_of(family, i), seq=0).name == name(i), "a row")
        else:
            async def one(i):
                row = await Row.get_async(owner=owner_of(family, i), seq=0)
                check(row.name == name(i), "a row")

            await side_by_side(count, concurrency, one)
    elif kind == "partition":
        for i in range(count):
            found = Row.filter(owner=owner_of(family, i % task["partitions"])).all()
            check(sum(row.seq for row in found) == 499500, "a partition")
    elif kind == "scan":
        total = seqs = 0
        for row in Scan.all():
            total += 1
            seqs += row.seq
        check(total == count, "the number of rows")
        check(seqs == count // GROUP_ROWS * (GROUP_ROWS * (GROUP_ROWS - 1) // 2), "the checksum")
    else:
        # 100 rows are cut from the list by the package itself, whatever their partitions and sizes.
        Bulk.bulk_create(rows)


async def main():
    place = {"keyspace": settings["keyspace"], "contact_points": settings["contactPoints"], "port": settings["port"]}
    connection.connection.connect(**place)
    sync_cluster = connection.connection.cluster
    await connection.connection.connect_async(**place)
    print(json.dumps({"ready": True}), flush=True)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line:
            break
        task = json.loads(line)
        try:
            rows = prepare(task)
            gc.collect()
            cpu, wall = time.process_time(), time.perf_counter()
            await run(task, rows)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            answer = {"wall": wall * 1000, "cpu": cpu * 1000, "units": task["count"]}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {str(error)[:300]}"}
        print(json.dumps(answer), flush=True)
    sync_cluster.shutdown()


asyncio.run(main())
