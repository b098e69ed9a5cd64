"""Runs the jobs of one pool in CPython, with nothing but its standard library.

Many Kitchens sends this program to `python3` on its standard input, then one line of settings, then
one message a line; answers go out on standard output. A message is a word, a space and JSON:

    in    welcome, assign, cancel, echo, drain       out    hello, credits, results, beat, bye

    main thread reads ──▶ ThreadKitchen   ThreadPoolExecutor           ──▶ results
                          ProcessKitchen  ProcessPoolExecutor (fork)
                          LoopKitchen     one asyncio event loop

An assignment is a chunk of jobs of one recipe. The kitchen runs them one after the other: first the
job's steps (wait, compute, offload, use), then the twin of the recipe, which makes the result. All
times are nanoseconds of the monotonic clock. When standard input ends, so does this program.
"""

import asyncio
import base64
import collections
import concurrent.futures
import decimal
import hashlib
import json
import mmap
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time

CLOCK = time.monotonic_ns
MILLISECOND = 1_000_000
FLUSH_AFTER = 50 * MILLISECOND  # results of a chunk are not held back for longer
LOOK_EVERY = 0.05  # seconds after which a process that waits looks whether it was cancelled
LONGEST_TEXT = 2_000  # characters of a failure's message

# --- Calibrated work --------------------------------------------------------------------------------

COMPUTE_SLICE = 2_000  # units between checkpoints: about 100 microseconds
OFFLOAD_SLICE = 20_000  # about 10 ms; one call, because getting the GIL back may take as long as 5 ms


def chain(rounds):
    """Integer operations of which each needs the result of the one before."""
    x = rounds
    for _ in range(rounds):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
    return x


def derive(rounds):
    """One call into C that gives the GIL back until it is done, as native extensions do."""
    if hasattr(hashlib, "pbkdf2_hmac"):
        return hashlib.pbkdf2_hmac("sha256", b"kitchen", b"salt", rounds)
    return hashlib.sha256(bytes(64 * rounds)).digest()  # a build without OpenSSL


def in_slices(work, units, size, checkpoint):
    while units > size:
        work(size)
        units -= size
        checkpoint()
    if units > 0:
        work(units)


def calibrate(work, units):
    """Units in a second of thread CPU time, by the fast slices: what disturbs one makes it longer."""
    slices = []
    end = CLOCK() + 60 * MILLISECOND
    while len(slices) < 5 or CLOCK() < end:
        before = time.thread_time_ns()
        work(units)
        slices.append(max(1, time.thread_time_ns() - before))
    slices.sort()
    return units * 1e9 / slices[len(slices) // 20]


# --- Twins: what the recipes of the same name give --------------------------------------------------

TWINS = {}


def twin(name):
    def note(function):
        TWINS[name] = function
        return function

    return note


@twin("compute_square")
def compute_square(job, n):
    return n * n


@twin("sum_range")
def sum_range(job, start, stop, rounds):
    total = 0
    for _ in range(rounds):
        before = total
        for begin in range(start, stop, 1 << 16):
            total += sum(range(begin, min(stop, begin + (1 << 16))))
            job.checkpoint()
        total -= before
    return total


@twin("count_primes")
def count_primes(job, limit):
    primes = 1 if limit > 2 else 0
    for candidate in range(3, limit, 2):
        if candidate & 31 == 1:
            job.checkpoint()
        divisor = 3
        while divisor * divisor <= candidate and candidate % divisor:
            divisor += 2
        if divisor * divisor > candidate:
            primes += 1
    return primes


@twin("render_tile")
def render_tile(job, left, top, width, height, picture_width, picture_height, limit):
    pixel = max(3.5 / picture_width, 2.5 / picture_height)
    pixels = bytearray()
    for row in range(top, top + height):
        c_imaginary = (row + 0.5 - picture_height / 2.0) * pixel
        for column in range(left, left + width):
            c_real = -0.75 + (column + 0.5 - picture_width / 2.0) * pixel
            real = imaginary = 0.0
            count = 0
            while count < limit and real * real + imaginary * imaginary <= 4:
                following = real * real - imaginary * imaginary + c_real
                imaginary = 2 * real * imaginary + c_imaginary
                real = following
                count += 1
            pixels += count.to_bytes(2, "big")
            job.checkpoint()
    return bytes(pixels)


@twin("wait")
def wait(job, _):
    """The duration that was drawn, in the largest unit that it has one of."""
    seconds = decimal.Decimal(job.drawn).scaleb(-9)
    for unit, places in ("s", 0), ("ms", 3), ("us", 6), ("ns", 9):
        if seconds == 0 or seconds.scaleb(places) >= 1:
            number = "{:f}".format(seconds.scaleb(places).normalize())
            return number + unit
    raise AssertionError("a duration is a whole number of nanoseconds")


@twin("download_file")
def download_file(job, name, _):
    return name


@twin("boil_water")
def boil_water(job, _):
    return "tea"


@twin("brew_chai")
def brew_chai(job, cups):
    return cups


@twin("take_order")
def take_order(job, customers):
    return customers


@twin("stir_pot")
def stir_pot(job, stirs, _):
    return stirs


@twin("make_coffee")
def make_coffee(job, drink):
    return drink


@twin("make_toast")
def make_toast(job, *_):
    return "toast"


@twin("grade_paper")
def grade_paper(job, paper):
    return 40 + paper * 37 % 61


@twin("serve_request")
def serve_request(job, *_):
    return None


@twin("crunch")
def crunch(job, _):
    return None


@twin("crunch_native")
def crunch_native(job, _):
    return None


@twin("use_resource")
def use_resource(job, *_):
    return None


class Till:
    def __init__(self):
        self.total = 0
        self.lock = threading.Lock()


TILLS = {}
TILLS_LOCK = threading.Lock()
MOST_TILLS = 1_000


@twin("add_to_till")
def add_to_till(job, name, sales, locked):
    with TILLS_LOCK:
        till = TILLS.setdefault(name, Till())
        if len(TILLS) > MOST_TILLS:
            del TILLS[next(iter(TILLS))]
    for sale in range(sales):
        may_stop = sale & 1023 == 0
        if locked == "yes":
            if may_stop:
                job.checkpoint()
            with till.lock:
                till.total += 1
            continue
        # Between looking and writing a thread can lose the GIL: it is no lock for what jobs share.
        seen = till.total
        in_between = (sale >> 10) & 3 == 0
        if may_stop and in_between:
            job.checkpoint()
        till.total = seen + 1
        if may_stop and not in_between:
            job.checkpoint()
    return "added %d, total %d, PID %d" % (sales, till.total, os.getpid())


@twin("fail")
def fail(job, message):
    raise RuntimeError(message)


@twin("crash")
def crash(job, exit_code, last_words):
    print(last_words, file=sys.stderr, flush=True)
    os._exit(exit_code)


@twin("make_bytes")
def make_bytes(job, count):
    return bytes(count)


@twin("never_ends")
def never_ends(job):
    while True:
        job.checkpoint()


# --- One job ----------------------------------------------------------------------------------------


class Cancelled(Exception):
    """The job was told to stop."""


class TimedOut(Exception):
    """The job's time is up."""


class Refused(Exception):
    """The job cannot run; the message says all."""


class Job:
    """One try of one job, and where its time went."""

    __slots__ = ("flags", "at", "deadline", "drawn", "started", "stove", "cpu", "wait", "resource")

    def __init__(self, work, index, now):
        self.flags = work.flags
        self.at = work.base + index
        self.deadline = now + work.timeout if work.timeout else 0
        self.drawn = work.drawn[index] if work.drawn else 0
        self.started = now
        self.stove = self.cpu = self.wait = self.resource = 0

    def checkpoint(self):
        if self.flags[self.at]:
            raise Cancelled()
        if self.deadline and CLOCK() >= self.deadline:
            raise TimedOut()

    def seconds_until(self, due):
        """How long to wait for a moment, at most until the job's time is up."""
        end = min(due, self.deadline) if self.deadline else due
        return max(0, end - CLOCK()) / 1e9

    def computing(self, function, *arguments):
        """Computes, and notes CPU time; what it took longer was the wait for the GIL, or a core."""
        began, before = CLOCK(), time.thread_time_ns()
        try:
            return function(*arguments)
        finally:
            spent = time.thread_time_ns() - before
            self.cpu += spent
            if KITCHEN.shares_gil:
                self.stove += max(0, CLOCK() - began - spent)

    def compute(self, nanos):
        units = round(nanos * KITCHEN.compute_rate / 1e9)
        self.computing(in_slices, chain, units, COMPUTE_SLICE, self.checkpoint)

    def offload(self, nanos):
        units = round(nanos * KITCHEN.offload_rate / 1e9)
        before = time.thread_time_ns()
        try:
            in_slices(derive, units, OFFLOAD_SLICE, self.checkpoint)
        finally:
            self.cpu += time.thread_time_ns() - before


class Work:
    """A chunk of jobs: what was assigned, and the flags that cancel single jobs of it."""

    def __init__(self, told, flags, base):
        self.lease, self.first, self.count = told["range"]
        self.recipe = TWINS[told["recipe"]]
        self.type = told["type"]
        self.timeout = told["timeout"]
        self.drawn = told["drawn"]
        self.steps = told["steps"] if told["same"] is None else [told["same"]] * self.count
        columns = [[unpacked(value) for value in column] for column in told["columns"]]
        self.rows = list(zip(*columns)) if columns else [()] * self.count
        self.flags = flags
        self.base = base


class Report:
    """Jobs of a chunk that ended and were not reported yet."""

    def __init__(self, work, received):
        self.work = work
        self.received = received
        self.first = work.first
        self.clear()

    def clear(self):
        self.succeeded, self.failed, self.uses = [], [], []
        self.times = [[], [], [], [], [], []]
        self.bytes = 0
        self.told = CLOCK()

    def add(self, job, thrown, value):
        now = CLOCK()
        if thrown is None:
            thrown = self.unless_too_large(value)
        if thrown is not None:
            self.failed.append([len(self.times[0])] + reason(thrown))
        spent = (job.started - self.received, now - job.started, job.stove, job.cpu, job.wait, job.resource)
        for column, nanos in zip(self.times, spent):
            column.append(nanos)

    def unless_too_large(self, value):
        size = value.bit_length() // 8 if isinstance(value, int) else len(value or b"")
        if size > KITCHEN.largest_value:
            return Refused(
                "a result must take at most %.1f MiB to travel from its worker, took %.1f MiB;"
                " return less, or write it to a file and return its name"
                % (KITCHEN.largest_value / (1 << 20), size / (1 << 20))
            )
        self.succeeded.append(packed(value))
        self.bytes += size
        return None

    def is_due(self):
        return CLOCK() - self.told > FLUSH_AFTER or self.bytes > KITCHEN.target_message

    def message(self):
        """What is not reported yet, as a message without its end; nothing stays."""
        count = len(self.times[0])
        message = json.dumps(
            {
                "lease": self.work.lease,
                "type": self.work.type,
                "first": self.first,
                "count": count,
                "succeeded": self.succeeded,
                "failed": self.failed,
                "times": self.times,
                "uses": self.uses,
                "received": self.received,
            }
        )
        self.first += count
        self.clear()
        return message[:-1]


def reason(thrown):
    if isinstance(thrown, Cancelled):
        return ["CANCELLED", ""]
    if isinstance(thrown, TimedOut):
        return ["TIMED_OUT", ""]
    text = str(thrown)
    if not isinstance(thrown, Refused):
        text = type(thrown).__name__ + (": " + text if text else "")
    return ["FAILED", " ".join(text[:LONGEST_TEXT].split("\n"))]


def packed(value):
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        return hex(value)
    return value


def unpacked(value):
    """Whole numbers that need more than 64 bits come in hexadecimal, other types as they are."""
    return int(value["hex"], 16) if isinstance(value, dict) else value


# --- Threads and processes: blocking ----------------------------------------------------------------


class Blocking:
    """Runs chunks on the calling thread. `pause` waits, and ends early when a flag may be set."""

    def __init__(self, permits, pause):
        self.permits = permits
        self.pause = pause

    def run(self, work, report, send):
        for index in range(work.count):
            job = Job(work, index, CLOCK())
            thrown = value = None
            try:
                self.perform(job, work.steps[index], report)
                job.checkpoint()
                value = job.computing(work.recipe, job, *work.rows[index])
            except Exception as e:
                thrown = e
            report.add(job, thrown, value)
            if send and index + 1 < work.count and report.is_due():
                send(report.message(), False)
        return report.message()

    def perform(self, job, steps, report):
        for step in steps:
            job.checkpoint()
            if step[0] == "wait":
                began = CLOCK()
                try:
                    while CLOCK() < began + step[1]:
                        self.pause(job.seconds_until(began + step[1]))
                        job.checkpoint()
                finally:
                    job.wait += CLOCK() - began
            elif step[0] == "compute":
                job.compute(step[1])
            elif step[0] == "offload":
                job.offload(step[1])
            elif step[0] == "use":
                self.use(job, step[1], step[2], report)
            else:
                raise Refused(step[1])

    def use(self, job, name, inner, report):
        permits = permits_of(self.permits, name)
        asked = CLOCK()
        try:
            permits.acquire(job, self.pause)
        finally:
            granted = CLOCK()
            job.resource += granted - asked
        try:
            self.perform(job, inner, report)
        finally:
            permits.release()
            report.uses.append([name, granted - asked, CLOCK() - granted])


def permits_of(all_permits, name):
    if name not in all_permits:
        raise Refused("a resource must be one that the pool was opened with, was \"%s\"" % name)
    return all_permits[name]


class ThreadPermits:
    """Permits of one process, given out in the order in which they were asked for."""

    def __init__(self, count):
        self.lock = threading.Lock()
        self.free = count
        self.waiting = collections.deque()

    def acquire(self, job, pause):
        with self.lock:
            if self.free:
                self.free -= 1
                return
            place = [False, wake_of_thread()]
            self.waiting.append(place)
        try:
            while not place[0]:
                pause(job.seconds_until(CLOCK() + 3600 * 1000 * MILLISECOND))
                job.checkpoint()
        except Exception:
            with self.lock:
                if not place[0]:
                    self.waiting.remove(place)
                    raise
            self.release()
            raise

    def release(self):
        with self.lock:
            if not self.waiting:
                self.free += 1
                return
            place = self.waiting.popleft()
            place[0] = True
        place[1].set()


class SharedPermits:
    """Permits that several processes share."""

    def __init__(self, semaphore):
        self.semaphore = semaphore
        self.release = semaphore.release

    def acquire(self, job, _):
        while not self.semaphore.acquire(True, min(LOOK_EVERY, job.seconds_until(CLOCK() + 10**9))):
            job.checkpoint()


LOCAL = threading.local()


def wake_of_thread():
    """Set by whoever has something to tell the thread: a permit, or a cancellation."""
    if not hasattr(LOCAL, "wake"):
        LOCAL.wake = threading.Event()
    return LOCAL.wake


def pause_thread(seconds):
    wake = wake_of_thread()
    wake.wait(seconds)
    wake.clear()


def pause_process(seconds):
    time.sleep(min(seconds, LOOK_EVERY))


# --- Kitchens: what runs chunks ---------------------------------------------------------------------

KITCHEN = None


class Kitchen:
    """What all three have in common: rates, leases, credits, and the way out."""

    threads = 1

    def __init__(self, settings):
        self.size = settings["size"]
        self.resources = settings["resources"]
        self.longest_chunk = settings["longest_chunk"]
        self.largest_value = settings["largest_value"]
        self.target_message = settings["target_message"]
        self.lock = threading.Lock()
        self.leases = {}
        self.credits = 0
        self.sending = 0
        self.draining = False
        self.leaving = False
        self.echo = None
        self.out = os.dup(1)
        os.dup2(2, 1)  # what anybody prints is no message
        gil = getattr(sys, "_is_gil_enabled", lambda: True)()
        self.shares_gil = gil and self.threads > 1
        self.compute_rate = calibrate(chain, 5_000)
        self.offload_rate = calibrate(derive, 500)

    def open(self):
        """Starts what needs to know this kitchen."""

    def close(self):
        """Ends it in good order, when nothing runs."""

    def say(self, word, message):
        self.write(word + " " + json.dumps(message))

    def write(self, line):
        data = memoryview(line.encode("utf-8", "surrogatepass") + b"\n")
        with self.lock:
            while data and self.out >= 0:
                data = data[os.write(self.out, data) :]

    def send(self, message, done):
        """Sends results; with the last of a chunk goes a credit for another one."""
        if done:
            with self.lock:
                self.credits += 1
        self.write('results %s, "sent": %d, "credits": %d}' % (message, CLOCK(), self.credits))

    def finished(self, lease, message):
        with self.lock:
            self.forget(lease)
            self.sending += 1
        self.send(message, True)
        with self.lock:
            self.sending -= 1
        self.leave_if_done()

    def forget(self, lease):
        """With the lock, and before anybody hears that there is room for another one."""
        del self.leases[lease]

    def leave_if_done(self):
        """Says goodbye and ends the output; then the other side ends the input."""
        with self.lock:
            if self.leaving or not self.draining or self.leases or self.sending:
                return
            self.leaving = True
        self.say("bye", {})
        with self.lock:
            os.close(self.out)
            self.out = -1

    def hear(self, word, text, received):
        if word == "assign":
            self.assign(text, received)
        elif word == "cancel":
            told = json.loads(text)
            self.cancel(told["lease"], told["jobs"])
        elif word == "echo":
            self.echo = [json.loads(text), received]
        elif word == "drain":
            self.draining = True
            self.leave_if_done()
        elif word == "welcome":
            told = json.loads(text)
            self.credits = self.threads * (1 + told["prefetch"])
            self.say("credits", self.credits)
            period = told["heartbeat"] / 1e9
            threading.Thread(target=self.beat, args=(period,), daemon=True).start()

    def beat(self, period):
        while True:
            due = CLOCK() + int(period * 1e9)
            time.sleep(period)
            with self.lock:
                leases = list(self.leases)
            self.say(
                "beat",
                {
                    "leases": leases,
                    "sent": CLOCK(),
                    "resident": resident_bytes(),
                    "cpu": time.process_time_ns(),
                    "late": max(0, CLOCK() - due),
                    "echo": self.echo,
                },
            )

    def mark(self, flags, base, work_first, count, jobs):
        """Sets the flags of jobs, all of them when none is named."""
        for job in jobs or range(work_first, work_first + count):
            flags[base + job - work_first] = 1


def resident_bytes():
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class ThreadKitchen(Kitchen):
    def __init__(self, settings):
        self.threads = settings["size"]
        super().__init__(settings)
        permits = {name: ThreadPermits(count) for name, (count, _) in self.resources.items()}
        self.blocking = Blocking(permits, pause_thread)
        self.executor = concurrent.futures.ThreadPoolExecutor(self.size)

    def assign(self, text, received):
        told = json.loads(text)
        work = Work(told, bytearray(told["range"][2]), 0)
        state = [work, None]
        with self.lock:
            self.leases[work.lease] = state
        self.executor.submit(self.run, state, received)

    def run(self, state, received):
        work = state[0]
        try:
            state[1] = wake_of_thread()
            report = Report(work, received)
            self.finished(work.lease, self.blocking.run(work, report, self.send))
        except BaseException as e:
            give_up(e)

    def cancel(self, lease, jobs):
        with self.lock:
            state = self.leases.get(lease)
        if state:
            work = state[0]
            self.mark(work.flags, 0, work.first, work.count, jobs)
            wake = state[1]  # only now: a thread that has none yet looks at its flags before it waits
            if wake:
                wake.set()


class LoopKitchen(Kitchen):
    """One event loop, on a thread of its own; whatever concerns a chunk happens there."""

    MOST_TASKS = 10_000

    def __init__(self, settings):
        self.threads = self.MOST_TASKS
        super().__init__(settings)
        self.shares_gil = False
        self.loop = asyncio.new_event_loop()
        self.permits = {}

    def open(self):
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def assign(self, text, received):
        told = json.loads(text)
        state = [Work(told, bytearray(told["range"][2]), 0), None, None]
        with self.lock:
            self.leases[state[0].lease] = state
        self.loop.call_soon_threadsafe(self.begin, state, received)

    def begin(self, state, received):
        state[1] = self.loop.create_task(self.run(state, received))

    async def run(self, state, received):
        try:
            work = state[0]
            report = Report(work, received)
            for index in range(work.count):
                state[2] = index
                job = Job(work, index, CLOCK())
                thrown = value = None
                try:
                    await self.perform(job, work.steps[index], report)
                    job.checkpoint()
                    value = job.computing(work.recipe, job, *work.rows[index])
                except asyncio.CancelledError:
                    thrown = Cancelled()
                except Exception as e:
                    thrown = e
                report.add(job, thrown, value)
                if index + 1 < work.count and report.is_due():
                    self.send(report.message(), False)
            self.finished(work.lease, report.message())
        except BaseException as e:
            give_up(e)

    async def perform(self, job, steps, report):
        for step in steps:
            job.checkpoint()
            if step[0] == "wait":
                began = CLOCK()
                try:
                    await asyncio.sleep(job.seconds_until(began + step[1]))
                finally:
                    job.wait += CLOCK() - began
                job.checkpoint()
            elif step[0] == "compute":
                job.compute(step[1])
            elif step[0] == "offload":
                job.offload(step[1])
            elif step[0] == "use":
                await self.use(job, step[1], step[2], report)
            else:
                raise Refused(step[1])

    async def use(self, job, name, inner, report):
        count, _ = permits_of(self.resources, name)
        permits = self.permits.setdefault(name, asyncio.Semaphore(count))
        asked = CLOCK()
        try:
            limit = job.seconds_until(job.deadline) if job.deadline else None
            await asyncio.wait_for(permits.acquire(), limit)
        except asyncio.TimeoutError:
            raise TimedOut() from None
        finally:
            granted = CLOCK()
            job.resource += granted - asked
        try:
            await self.perform(job, inner, report)
        finally:
            permits.release()
            report.uses.append([name, granted - asked, CLOCK() - granted])

    def cancel(self, lease, jobs):
        with self.lock:
            state = self.leases.get(lease)
        if state:
            work = state[0]
            self.mark(work.flags, 0, work.first, work.count, jobs)
            self.loop.call_soon_threadsafe(self.wake, state)

    def wake(self, state):
        """Ends the wait of the job that runs; a task that has not begun sees its flags by itself."""
        if state[2] is not None and state[0].flags[state[2]]:
            state[1].cancel()


class ProcessKitchen(Kitchen):
    """Processes that are forked before there is any other thread, and end with this one.

    A chunk travels to its process as it came, and its results come back as they go out.
    """

    def __init__(self, settings):
        self.threads = settings["size"]
        super().__init__(settings)
        self.shares_gil = False
        context = multiprocessing.get_context("fork")
        self.permits = {
            name: SharedPermits(context.Semaphore(count)) if shared else ThreadPermits(count)
            for name, (count, shared) in self.resources.items()
        }
        slots = self.threads * (1 + settings["prefetch"])
        self.flags = mmap.mmap(-1, slots * self.longest_chunk)
        self.free = list(range(slots))
        self.life = os.pipe()
        self.barrier = context.Barrier(self.size)
        self.executor = concurrent.futures.ProcessPoolExecutor(
            self.size, mp_context=context, initializer=begin_child
        )

    def open(self):
        # Each waits for all others, so that there must be as many processes as were asked for.
        for future in [self.executor.submit(meet) for _ in range(self.size)]:
            future.result()
        self.children = list(self.executor._processes.values())

    def assign(self, text, received):
        # The range stands at the start; the rest is for the process that gets it.
        lease, first, count = json.loads(text[text.index(b"[") : text.index(b"]") + 1])
        with self.lock:
            slot = self.free.pop()
            self.leases[lease] = (slot, first, count)
        base = slot * self.longest_chunk
        self.flags[base : base + count] = bytes(count)
        try:
            future = self.executor.submit(run_in_child, text, base, received)
        except concurrent.futures.process.BrokenProcessPool:
            self.lost()
        future.add_done_callback(lambda done: self.ended(lease, done))

    def forget(self, lease):
        self.free.append(self.leases.pop(lease)[0])

    def ended(self, lease, future):
        if isinstance(future.exception(), concurrent.futures.process.BrokenProcessPool):
            self.lost()
        try:
            message = future.result()
        except BaseException as e:
            give_up(e)
        self.finished(lease, message)

    def lost(self):
        """One of the processes died, which breaks the executor: end as that one did."""
        end = CLOCK() + 1000 * MILLISECOND  # its pipe may end a little before it does
        while CLOCK() < end:
            for child in self.children:
                if child.exitcode is not None:
                    say_last("a process of the ProcessPoolExecutor died: PID %d" % child.pid)
                    os._exit(child.exitcode if child.exitcode >= 0 else 128 - child.exitcode)
            time.sleep(0.001)
        os._exit(1)

    def cancel(self, lease, jobs):
        with self.lock:
            slot, first, count = self.leases.get(lease, (-1, 0, 0))
            if slot >= 0:
                self.mark(self.flags, slot * self.longest_chunk, first, count, jobs)

    def close(self):
        self.executor.shutdown()


def begin_child():
    """Ends with its parent, whose end of this pipe it does not hold, and says nothing for it."""
    reading, writing = KITCHEN.life
    os.close(writing)
    os.close(KITCHEN.out)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    threading.Thread(target=end_with_parent, args=(reading,), daemon=True).start()


def end_with_parent(reading):
    os.read(reading, 1)
    os._exit(1)


def meet():
    KITCHEN.barrier.wait()


def run_in_child(text, base, received):
    work = Work(json.loads(text), KITCHEN.flags, base)
    return Blocking(KITCHEN.permits, pause_process).run(work, Report(work, received), None)


def say_last(text):
    print(text, file=sys.stderr, flush=True)


def give_up(thrown):
    """Something here is wrong that is no job's fault."""
    say_last("%s: %s" % (type(thrown).__name__, thrown))
    os._exit(70)


# --- The conversation -------------------------------------------------------------------------------


def main():
    global KITCHEN
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    lines = sys.stdin.buffer
    settings = json.loads(lines.readline())
    kinds = {"threads": ThreadKitchen, "processes": ProcessKitchen, "asyncio": LoopKitchen}
    KITCHEN = kinds[settings["kind"]](settings)
    KITCHEN.open()
    who = {"pid": os.getpid(), "host": socket.gethostname(), "threads": KITCHEN.threads, "sent": CLOCK()}
    KITCHEN.say("hello", who)
    for line in lines:
        received = CLOCK()
        word, _, text = line.partition(b" ")
        KITCHEN.hear(word.decode("ascii"), text, received)
    if KITCHEN.draining:
        KITCHEN.close()
        os._exit(0)
    os._exit(1)


try:
    main()
except BaseException as e:
    give_up(e)
