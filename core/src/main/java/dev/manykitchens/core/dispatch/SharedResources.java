package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The permits that all workers share: first come, first served, and what a lost worker held goes
/// to the next. A request that would never be granted, because whoever holds the permits waits for
/// whoever asks (a deadlock), is refused: see [PermitCircle].
final class SharedResources {

    private final SortedMap<String, Stock> stocks = new TreeMap<>();

    /// Who holds permits or waits for one, of those that said who they are. Only looked up.
    private final Map<UserKey, User> users = new HashMap<>();

    private final int mostWaiting;
    private final Outbox out;

    /// How many workers may hold permits of which nothing is known here.
    private int awaited;

    /// One resource.
    static final class Stock {
        private final String name;
        private final int permits;
        private final SequencedSet<Claim> granted = new LinkedHashSet<>();
        private final SequencedSet<Claim> waiting = new LinkedHashSet<>();

        private Stock(String name, int permits) {
            this.name = name;
            this.permits = permits;
        }

        int permits() {
            return permits;
        }

        int held() {
            return granted.size();
        }

        SequencedSet<Claim> granted() {
            return granted;
        }

        SequencedSet<Claim> waiting() {
            return waiting;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record UserKey(WorkerEntry worker, long number) {}

    /// One attempt at a job that holds permits or waits for one.
    static final class User {
        private final UserKey key;
        private final int job;
        private int claims;
        private @Nullable Claim waiting;

        private User(UserKey key, int job) {
            this.key = key;
            this.job = job;
        }

        /// What it waits for; null when it does not, or does not say who it is.
        @Nullable Stock wants() {
            return waiting == null ? null : waiting.stock;
        }

        private boolean isKnown() {
            return key.number != 0;
        }

        /// As people count jobs.
        @Override
        public String toString() {
            return "job %d on %s".formatted(job + 1, key.worker.name());
        }
    }

    /// One request, waiting or granted.
    static final class Claim {
        private final WorkerEntry worker;
        private final long ticket;
        private final Stock stock;
        private final User user;
        private boolean granted;

        private Claim(WorkerEntry worker, long ticket, Stock stock, User user) {
            this.worker = worker;
            this.ticket = ticket;
            this.stock = stock;
            this.user = user;
        }

        User user() {
            return user;
        }

        Stock stock() {
            return stock;
        }

        boolean isGranted() {
            return granted;
        }
    }

    SharedResources(DispatchOptions options, Outbox out) {
        this.mostWaiting = options.mostWaiting();
        this.out = out;
        add(options.resources());
    }

    /// More resources; a name that is taken keeps its permits.
    void add(Map<String, ResourceSpec> resources) {
        resources.forEach((name, spec) -> {
            if (spec.scope() == ResourceSpec.Scope.SHARED) {
                stocks.putIfAbsent(name, new Stock(name, spec.permits()));
            }
        });
    }

    /// Some are no more. Permits that are out are given back to a stock that nobody asks any more.
    void remove(Set<String> names) {
        for (String name : names) {
            Stock stock = stocks.remove(name);
            while (stock != null && !stock.waiting.isEmpty()) {
                Claim claim = stock.waiting.removeFirst();
                claim.worker.claims().remove(claim.ticket);
                leave(claim);
                refuse(
                        claim.worker,
                        claim.ticket,
                        "whoever brought the resource %s must be here, is gone".formatted(name));
            }
        }
    }

    /// A worker asks. What was granted before is granted again: the answer may have been lost.
    void ask(WorkerEntry worker, Input.ResourceAsked asked) {
        long ticket = asked.ticket();
        String resource = asked.resource();
        Claim known = worker.claims().get(ticket);
        if (known != null) {
            if (known.granted) {
                out.add(new Command.GrantResource(worker.name(), ticket));
            }
            return;
        }
        Stock stock = stocks.get(resource);
        if (stock == null) {
            refuse(
                    worker,
                    ticket,
                    "a shared resource must be one that the pool knows, was \"%s\"; %s"
                            .formatted(
                                    resource,
                                    Nearest.suggestion(
                                            resource,
                                            stocks.keySet(),
                                            "known: " + stocks.keySet())));
        } else if (mayGrant(stock)) {
            grant(enter(worker, asked, stock));
        } else if (stock.waiting.size() >= mostWaiting) {
            refuse(
                    worker,
                    ticket,
                    "at most %d requests may wait for %s, all places are taken; run fewer jobs at once or give it more permits"
                            .formatted(mostWaiting, resource));
        } else {
            await(enter(worker, asked, stock));
        }
    }

    private boolean mayGrant(Stock stock) {
        return awaited == 0 && stock.held() < stock.permits;
    }

    /// Nothing is granted until one more worker has said what it holds, or is gone.
    void await() {
        awaited++;
    }

    /// Whether some worker has not said what it holds.
    boolean isAwaiting() {
        return awaited > 0;
    }

    /// Takes in that a worker holds a permit. Not for more than there are.
    void restore(WorkerEntry worker, Input.ResourceAsked held) {
        Stock stock = stocks.get(held.resource());
        if (stock == null || stock.held() == stock.permits) {
            return;
        }
        Claim known = worker.claims().get(held.ticket());
        if (known == null) {
            hold(enter(worker, held, stock));
        }
    }

    /// One more worker has said what it holds, or is gone.
    void noLongerAwait() {
        awaited--;
        for (Stock stock : stocks.values()) {
            while (mayGrant(stock) && !stock.waiting.isEmpty()) {
                grant(stock.waiting.removeFirst());
            }
        }
    }

    private Claim enter(WorkerEntry worker, Input.ResourceAsked asked, Stock stock) {
        UserKey key = new UserKey(worker, asked.user());
        User user =
                asked.user() == 0
                        ? new User(key, asked.job())
                        : users.computeIfAbsent(key, _ -> new User(key, asked.job()));
        user.claims++;
        Claim claim = new Claim(worker, asked.ticket(), stock, user);
        worker.claims().put(asked.ticket(), claim);
        return claim;
    }

    private void await(Claim claim) {
        User user = claim.user;
        user.waiting = user.isKnown() ? claim : null;
        // Nobody waits for who holds nothing.
        Optional<String> circle = user.claims > 1 ? PermitCircle.closedBy(user) : Optional.empty();
        if (circle.isPresent()) {
            claim.worker.claims().remove(claim.ticket);
            leave(claim);
            refuse(claim.worker, claim.ticket, circle.get());
        } else {
            claim.stock.waiting.addLast(claim);
        }
    }

    /// A worker gives a permit back, or asks no more.
    void giveBack(WorkerEntry worker, long ticket) {
        Claim claim = worker.claims().remove(ticket);
        if (claim != null) {
            release(claim);
        }
    }

    /// A worker is gone, and with it everything that it held or asked for.
    void releaseAll(WorkerEntry worker) {
        // First what only waits, so that nothing is granted to the worker that is gone.
        worker.claims().values().stream().filter(c -> !c.granted).forEach(this::release);
        worker.claims().values().stream().filter(c -> c.granted).forEach(this::release);
        worker.claims().clear();
    }

    /// All resources by name, for the invariants.
    Map<String, Stock> stocks() {
        return stocks;
    }

    private void release(Claim claim) {
        Stock stock = claim.stock;
        leave(claim);
        if (!claim.granted) {
            stock.waiting.remove(claim);
            return;
        }
        stock.granted.remove(claim);
        if (!stock.waiting.isEmpty() && mayGrant(stock)) {
            grant(stock.waiting.removeFirst());
        }
    }

    private void hold(Claim claim) {
        claim.granted = true;
        claim.stock.granted.addLast(claim);
        if (claim.user.waiting == claim) {
            claim.user.waiting = null;
        }
    }

    private void grant(Claim claim) {
        hold(claim);
        out.add(new Command.GrantResource(claim.worker.name(), claim.ticket));
    }

    /// A claim is no more.
    private void leave(Claim claim) {
        User user = claim.user;
        if (user.waiting == claim) {
            user.waiting = null;
        }
        user.claims--;
        if (user.claims == 0) {
            users.remove(user.key);
        }
    }

    private void refuse(WorkerEntry worker, long ticket, String reason) {
        out.add(new Command.RefuseResource(worker.name(), ticket, reason));
    }
}
