"""M/M/c on SimPy, as its documentation writes it: a process for each job, and servers as a Resource.

    python3 mm64_simpy.py SERVERS ARRIVALS_PER_SECOND SERVICE_SECONDS JOBS

prints the version of SimPy and how many seconds the run took; exit code 3 when there is no SimPy.
"""

import random
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(3)


def job(env, servers, service):
    with servers.request() as request:
        yield request
        yield env.timeout(random.expovariate(1 / service))


def arrivals(env, servers, rate, service, jobs):
    for _ in range(jobs):
        yield env.timeout(random.expovariate(rate))
        env.process(job(env, servers, service))


def main():
    servers, rate, service, jobs = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    random.seed(1)
    env = simpy.Environment()
    env.process(arrivals(env, simpy.Resource(env, capacity=servers), rate, service, jobs))
    begin = time.perf_counter()
    env.run()
    print(simpy.__version__, time.perf_counter() - begin)


main()
