"""Python's pools beside ours: for each line "WHAT COUNT" prints the seconds that so many squares took."""

import concurrent.futures
import multiprocessing
import sys
import time

WORKERS = 2


def compute_square(n):
    return n * n


def job_by_job(executor, count):
    futures = [executor.submit(compute_square, n) for n in range(count)]
    return [future.result() for future in futures]


def measure(run, count):
    begin = time.perf_counter()
    results = run(count)
    seconds = time.perf_counter() - begin
    if len(results) != count or any(results[n] != n * n for n in range(0, count, 97)):
        raise SystemExit("the squares were wrong")
    return seconds


def main():
    with multiprocessing.Pool(WORKERS) as pool, \
            concurrent.futures.ProcessPoolExecutor(WORKERS) as executor:
        ways = {
            "pool-map": lambda count: pool.map(compute_square, range(count)),
            "executor-map": lambda count: list(executor.map(compute_square, range(count))),
            "executor-submit": lambda count: job_by_job(executor, count),
        }
        for line in sys.stdin:
            what, count = line.split()
            print(measure(ways[what], int(count)), flush=True)


if __name__ == "__main__":
    main()
