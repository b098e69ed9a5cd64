package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The permits that all workers share: first come, first served, and what a lost worker held goes
/// to the next.
final class SharedResources {

    private final SortedMap<String, Stock> stocks = new TreeMap<>();
    private final int mostWaiting;
    private final Outbox out;

    /// One resource.
    static final class Stock {
        private final int permits;
        private int held;
        private final SequencedSet<Claim> waiting = new LinkedHashSet<>();

        private Stock(int permits) {
            this.permits = permits;
        }

        int permits() {
            return permits;
        }

        int held() {
            return held;
        }

        SequencedSet<Claim> waiting() {
            return waiting;
        }
    }

    /// One request, waiting or granted.
    static final class Claim {
        private final WorkerEntry worker;
        private final long ticket;
        private final Stock stock;
        private boolean granted;

        private Claim(WorkerEntry worker, long ticket, Stock stock) {
            this.worker = worker;
            this.ticket = ticket;
            this.stock = stock;
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
                stocks.putIfAbsent(name, new Stock(spec.permits()));
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
                refuse(
                        claim.worker,
                        claim.ticket,
                        "whoever brought the resource %s must be here, is gone".formatted(name));
            }
        }
    }

    /// A worker asks. What was granted before is granted again: the answer may have been lost.
    void ask(WorkerEntry worker, long ticket, String resource) {
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
        } else if (stock.held < stock.permits) {
            Claim claim = new Claim(worker, ticket, stock);
            worker.claims().put(ticket, claim);
            grant(claim);
        } else if (stock.waiting.size() >= mostWaiting) {
            refuse(
                    worker,
                    ticket,
                    "at most %d requests may wait for %s, all places are taken; run fewer jobs at once or give it more permits"
                            .formatted(mostWaiting, resource));
        } else {
            Claim claim = new Claim(worker, ticket, stock);
            worker.claims().put(ticket, claim);
            stock.waiting.addLast(claim);
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
        if (!claim.granted) {
            stock.waiting.remove(claim);
            return;
        }
        stock.held--;
        if (!stock.waiting.isEmpty()) {
            grant(stock.waiting.removeFirst());
        }
    }

    private void grant(Claim claim) {
        claim.granted = true;
        claim.stock.held++;
        out.add(new Command.GrantResource(claim.worker.name(), claim.ticket));
    }

    private void refuse(WorkerEntry worker, long ticket, String reason) {
        out.add(new Command.RefuseResource(worker.name(), ticket, reason));
    }
}
