package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.dispatch.SharedResources.Claim;
import dev.manykitchens.core.dispatch.SharedResources.Stock;
import dev.manykitchens.core.dispatch.SharedResources.User;
import dev.manykitchens.core.resource.Circle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Finds those that hold shared permits and wait for each other for ever, by the rule of
/// [dev.manykitchens.core.resource.WaitGraph]: whoever waits goes on as soon as one of the holders
/// does, so that a circle is closed when nobody goes on that can be reached from holder to holder.
final class PermitCircle {

    private PermitCircle() {}

    /// The circle that is closed now that this one waits, in words.
    static Optional<String> closedBy(User last) {
        Map<User, User> waitedForBy = new HashMap<>();
        Deque<User> reached = new ArrayDeque<>();
        for (User user = last; user != null; user = reached.poll()) {
            Stock wanted = user.wants();
            if (wanted == null) {
                return Optional.empty();
            }
            for (Claim claim : wanted.granted()) {
                User holder = claim.user();
                if (holder.wants() == null) {
                    return Optional.empty();
                }
                if (waitedForBy.putIfAbsent(holder, user) == null && holder != last) {
                    reached.add(holder);
                }
            }
        }
        return Optional.of(Circle.text(links(last, waitedForBy)));
    }

    private static List<Circle.Link> links(User last, Map<User, User> waitedForBy) {
        Deque<Circle.Link> links = new ArrayDeque<>();
        User user = last;
        do {
            User waiting = Objects.requireNonNull(waitedForBy.get(user));
            links.addFirst(
                    new Circle.Link(
                            user.toString(),
                            String.valueOf(waiting.wants()),
                            String.valueOf(user.wants())));
            user = waiting;
        } while (user != last);
        links.addFirst(links.removeLast());
        return List.copyOf(links);
    }
}
