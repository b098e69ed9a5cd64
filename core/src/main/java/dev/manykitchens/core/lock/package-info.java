/// A lock that platform threads and virtual threads can share without one ever standing in the
/// other's way.
///
/// Virtual threads are not preempted: when as many of them compute as there are cores, all others
/// stand still. A lock with a queue hands itself to whoever waits longest, and when that is a
/// virtual thread that stands still, everybody behind it does too, the platform thread that was
/// about to time out the computing ones included. So what jobs and those who control them both
/// touch is guarded by [dev.manykitchens.core.lock.BriefLock], which has no queue.
@NullMarked
package dev.manykitchens.core.lock;

import org.jspecify.annotations.NullMarked;
