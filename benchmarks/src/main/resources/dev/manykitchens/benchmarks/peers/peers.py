"""Squares numbers with the pools of Python's standard library and says how long it took.

Reads lines "way jobs" from standard input until it ends, answers each with "nanoseconds sum".
"""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor


def square(n):
    return n * n


def main():
    # Said aloud, because newer Pythons start processes in another way, which needs a script in a file.
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(2, mp_context=fork) as executor:
        executor.submit(square, 1).result()  # forks before there are more threads
        with fork.Pool(2) as pool:
            ways = {
                "pool.map": lambda numbers: sum(pool.map(square, numbers)),
                "pool.map.1": lambda numbers: sum(pool.map(square, numbers, chunksize=1)),
                "executor.map.1": lambda numbers: sum(executor.map(square, numbers, chunksize=1)),
                "executor.map.100": lambda numbers: sum(executor.map(square, numbers, chunksize=100)),
                "executor.submit": lambda numbers: sum(
                    future.result() for future in [executor.submit(square, n) for n in numbers]
                ),
                "executor.one": lambda numbers: sum(executor.submit(square, n).result() for n in numbers),
            }
            print("ready", flush=True)
            for line in sys.stdin:
                way, jobs = line.split()
                numbers = [i % 1000 for i in range(int(jobs))]
                started = time.perf_counter_ns()
                total = ways[way](numbers)
                print(time.perf_counter_ns() - started, total, flush=True)


main()
