/// Stoves: the permits to compute inside one process. One stove is what Python calls the Global
/// Interpreter Lock.
///
/// ```
/// StoveSpec (+gil, +stoves=2) ──▶ Stove ──▶ StoveTurn, one an attempt: acquire, yieldIfDue at checkpoints, release
///                                   └── queue of turns that wait, oldest first
/// ```
///
/// A thread takes a stove before it computes and gives it back before it waits. With a switch
/// interval, a thread that computes for longer than the interval while another waits gives its
/// stove to that one at its next checkpoint, and queues behind it. Start reading at
/// [dev.manykitchens.core.stove.StoveSpec], then [dev.manykitchens.core.stove.Stove].
@NullMarked
package dev.manykitchens.core.stove;

import org.jspecify.annotations.NullMarked;
