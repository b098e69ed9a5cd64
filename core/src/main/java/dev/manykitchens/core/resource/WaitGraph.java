package dev.manykitchens.core.resource;

import dev.manykitchens.core.lock.BriefLock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Who holds permits and who waits for them, over several resources of one process: finds those
/// that wait for each other for ever (a deadlock). Thread-safe.
///
/// Whoever waits for a permit goes on as soon as one of its holders does. So it waits for ever when
/// nobody goes on that can be reached from holder to holder. Everybody could before the last
/// request: a deadlock begins with one, and the request that would close the circle is refused, as
/// databases choose a victim. Circles that lead through other processes are not seen here.
public final class WaitGraph {

    /// Guards who holds and who waits, of all resources that share this graph.
    final BriefLock lock = new BriefLock();

    /// A graph without resources.
    public WaitGraph() {}

    /// The circle that a request has closed which waits now, for people. Under the lock.
    Optional<String> circleOf(PermitUser last) {
        if (last.held() == 0) {
            // Nobody waits for it.
            return Optional.empty();
        }
        Map<PermitUser, PermitUser> waitedForBy = new HashMap<>();
        Deque<PermitUser> reached = new ArrayDeque<>();
        for (PermitUser user = last; user != null; user = reached.poll()) {
            PermitCounter wanted = user.waitsFor();
            if (wanted == null) {
                return Optional.empty();
            }
            for (Iterator<PermitUser> holders = wanted.holders().iterator(); holders.hasNext(); ) {
                PermitUser holder = holders.next();
                if (holder.waitsFor() == null) {
                    return Optional.empty();
                }
                if (waitedForBy.putIfAbsent(holder, user) == null && holder != last) {
                    reached.add(holder);
                }
            }
        }
        return Optional.of(Circle.text(links(last, waitedForBy)));
    }

    /// From the last one, whose request closes the circle, back to itself.
    private static List<Circle.Link> links(
            PermitUser last, Map<PermitUser, PermitUser> waitedForBy) {
        Deque<Circle.Link> links = new ArrayDeque<>();
        PermitUser user = last;
        do {
            PermitUser waiting = Objects.requireNonNull(waitedForBy.get(user));
            links.addFirst(
                    new Circle.Link(
                            user.toString(),
                            String.valueOf(waiting.waitsFor()),
                            String.valueOf(user.waitsFor())));
            user = waiting;
        } while (user != last);
        links.addFirst(links.removeLast());
        return List.copyOf(links);
    }
}
