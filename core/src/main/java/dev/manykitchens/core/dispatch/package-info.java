/// The one brain: every decision about who gets which jobs, made by one pure state machine.
///
/// ```
///             Input, now                         Commands
/// gRPC + wall clock (coordinator) ──▶ ┌────────────┐ ──▶ sends, deliveries, events
/// event heap + virtual clock (simulator) ▶ │ Dispatcher │ ──▶ the same
/// transcripts (tests) ──▶             └────────────┘ ──▶ the same
///                                       BatchQueue   what is left to do, in ranges
///                                       Lease        who has which jobs until when
///                                       WorkerEntry  credits, leases, state
///                                       ChunkSizer   how many jobs to give at once
/// ```
///
/// The rules:
/// - A chunk goes to the next free slot, never round-robin; batches take turns.
/// - One lease is one chunk of one batch; its number only grows and is the fencing token. A worker holds at most as many
///   leases as it offered credits.
/// - Heartbeats renew the leases they name. A lease that is not renewed expires; what comes later for it is dropped.
/// - A job runs at least once, its outcome is delivered exactly once.
/// - When a worker dies, its unfinished jobs are requeued at once, each alone (a chunk of one), and their attempt counts.
///   The last attempt that a job has left runs with nothing beside it in its worker, so that only the job that kills
///   workers runs out of attempts.
/// - Nothing here reads a clock, logs, blocks or starts a thread.
///
/// Start reading at [dev.manykitchens.core.dispatch.Dispatcher], then [dev.manykitchens.core.dispatch.Input] and
/// [dev.manykitchens.core.dispatch.Command].
@NullMarked
package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.NullMarked;
