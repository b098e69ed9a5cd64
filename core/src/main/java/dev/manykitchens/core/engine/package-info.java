/// Engines: what gives threads to attempts. One engine a pool.
///
/// ```
/// AttemptSource ── next() ──▶ Engine ── a thread ──▶ AttemptRunner or LoopRunner ── ended() ──▶ AttemptSource
///                               ├─ SequentialEngine   the caller's thread
///                               ├─ ThreadsEngine      N platform threads, many short jobs a task
///                               ├─ VirtualEngine      one virtual thread a job
///                               ├─ ForkJoinEngine     N threads that steal work
///                               └─ LoopEngine         one event loop, and N threads for computing or none
/// ```
///
/// Engines with threads of their own run a source's attempts by way of a Share: one attempt at a
/// time, or many short ones for the price of one.
///
/// Sources are pulled, never pushed: an engine asks for the next attempt when it can run one, so
/// that a batch of ten million jobs is a counter and not ten million queued tasks. Several sources
/// take turns (fork-join finishes the older one first), but those of the highest priority come
/// before all others. That an attempt waits for a thread is what gives priorities something to
/// decide: what has begun is never taken off, and where all may begin at once, on virtual threads
/// without a limit and for what waits on an event loop, they decide next to nothing.
///
/// A thread whose attempt was abandoned is replaced at once; when it comes back all the same, it
/// ends. All threads are daemons, so that one that never comes back does not keep the JVM alive.
/// Start reading at [dev.manykitchens.core.engine.Engine].
@NullMarked
package dev.manykitchens.core.engine;

import org.jspecify.annotations.NullMarked;
