/// The one brain: every decision about who gets which jobs, made by one pure state machine.
///
/// ```
///                    Input, now                              Commands
/// gRPC + wall clock (coordinator)        ──▶ ┌────────────┐ ──▶ sends, deliveries, events
/// event heap + virtual clock (simulator) ──▶ │ Dispatcher │ ──▶ the same
/// transcripts (tests)                    ──▶ └────────────┘ ──▶ the same
///                                              │
///       Placement     who gets what            │      Settlement   how leases end, jobs get their outcomes
///       ├ Matching    whose turn it is with whom     ◀┴▶     ├ Leases   which are valid, which expires first
///       ├ BatchQueue  what is left, in ranges                └ Lease    who has which jobs until when
///       ├ ChunkSizer  how many jobs at once
///       ├ FreeSlots   who has room
///       └ Speculation which jobs are late
///       Submitters    who submits                     SharedResources  permits, first come, first served
///       ├ Lane        batches of one recipe           ListeningClock   silence that is really theirs
///       └ Crew        who may run them
///       Workers       who is here, who is silent
///       ├ WorkerEntry credits, leases, state
///       └ Skills      which recipes it can run
/// ```
///
/// The rules:
/// - A chunk goes to the worker with the most free threads, among equals to the one that waits
///   longest, never round-robin. Submitters take turns, and the batches of each do that have the
///   same priority.
/// - Of a submitter's batches those of the highest priority go first, and take turns; the others
///   wait as long as jobs of those wait that a worker with room can run. What was given stays where
///   it is. No chunk waits at a worker whose submitter has jobs of a higher priority that wait for
///   a thread. Submitters take turns whatever the priorities of their batches. A job that needs a
///   worker of its own gets it before all others, whatever its priority.
/// - A batch goes only to workers that can run its recipe; without one it waits.
/// - A submitter with a limit of workers has a crew, which is at most so large and stays the same
///   from batch to batch. A member that is lost, leaves or drains is replaced (one that drains not
///   before it has none of the submitter's jobs any more); a suspect one keeps its place. New
///   members are those that are in the fewest crews, then those with the most room.
/// - Of a submitter that is paused, because it cannot hear of more outcomes for now, nothing is
///   given out: no chunk, no copy, no worker is kept for it. What is out goes on, its crew stays,
///   and it keeps its turn. A dispatcher that goes on where another one was begins with none
///   paused.
/// - Chunks grow with what is known about the jobs' time and shrink towards the end of a batch.
///   Long jobs go one by one. When all threads are busy, chunks of short jobs may wait at the
///   workers (prefetch), but not behind jobs that are long or not known to be short, and not at the
///   end of a batch.
/// - One lease is one chunk of one batch; its number only grows and is the fencing token. A worker
///   gets at most as many leases as it offered credits. A lease that it never mentioned and that
///   expires is taken for lost on the way: its credit is counted as unspent.
/// - Heartbeats renew the leases they name; a part of a message that takes long to come, behind
///   which heartbeats wait, renews all of its worker's. A lease that is not renewed expires and its
///   unreported jobs are requeued, without counting; what comes later for it is dropped, and a
///   worker that names it again is told to stop it.
/// - A job runs at least once, its outcome is delivered exactly once. What its own code does wrong
///   is its outcome; only the death of its worker makes it run again.
/// - A worker silent for a while is suspect: it keeps what it has (its leases do not expire
///   meanwhile) and gets no more. So is, at once, one whose stream broke. Any word makes it active
///   again, and then it has a lease's time to say what it still has. One silent for a whole lease
///   is lost, which is the same as dead.
/// - When a worker dies, its unfinished jobs are requeued at once at the front, each alone (a chunk
///   of one, never waiting at a worker), and their attempt counts. After a crash, the last attempt
///   that a job has left runs with nothing beside it in its worker, so that only the job that kills
///   workers runs out of attempts. For that an idle worker is taken, or one is kept from getting
///   more until it is idle. Jobs with a single attempt have no second chance: all that their dead
///   worker held fail, so they are never kept waiting at a worker.
/// - Of a batch that allows it, jobs that are late are copied once nothing of the batch waits and a
///   thread is free that nobody else wants: a second lease of the one job, at another worker. Late
///   is who runs longer than twice the mean of the batch's jobs, and than 50 ms. The first outcome
///   counts, the other lease is told to stop. Both leases are one attempt, which counts when a
///   worker died in it and none gave an outcome. Jobs under which a worker died and jobs with a
///   single attempt are never copied.
/// - Permits of shared resources are given in the order of asking. A request is refused when nobody
///   goes on who can be reached from holder to holder, starting with those who hold what it asks
///   for: it would close a circle of jobs that wait for each other.
/// - Silence is counted only while the dispatcher is listening: when it is called much later than
///   it asked for, its own process was paused, and nobody else is blamed.
/// - Prefetch, the most jobs of a chunk and a worker's threads may change at any time. The new
///   value holds for what is given out from then on: whoever holds more than there is room for now
///   keeps it and gets nothing until there is room again.
/// - A dispatcher may go on where another one was. The workers of that one are suspect until they
///   say what they have; a lease that one of them has goes on, others are requeued, uncounted, and
///   what is not known here is stopped. Until all have come back or are lost no permit is granted.
/// - Nothing here reads a clock, logs, blocks or starts a thread; nothing depends on the order of a
///   hash.
///
/// Start reading at [dev.manykitchens.core.dispatch.Dispatcher], then
/// [dev.manykitchens.core.dispatch.Input] and [dev.manykitchens.core.dispatch.Command]; then any
/// transcript under `core/src/test/resources/dispatch`.
@NullMarked
package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.NullMarked;
