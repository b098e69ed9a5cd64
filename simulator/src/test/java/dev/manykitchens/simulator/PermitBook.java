package dev.manykitchens.simulator;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/// What the referee knows of a shared resource: who holds it and who waits, by worker and ticket,
/// in order of asking.
final class PermitBook {

    private final int permits;
    private final SequencedSet<String> holding = new LinkedHashSet<>();
    private final SequencedSet<String> waiting = new LinkedHashSet<>();

    PermitBook(int permits) {
        this.permits = permits;
    }

    void ask(String worker, long ticket) {
        String key = key(worker, ticket);
        if (!holding.contains(key)) {
            waiting.add(key);
        }
    }

    void giveBack(String worker, long ticket) {
        holding.remove(key(worker, ticket));
        waiting.remove(key(worker, ticket));
    }

    void forget(String worker) {
        holding.removeIf(key -> key.startsWith(worker + "#"));
        waiting.removeIf(key -> key.startsWith(worker + "#"));
    }

    boolean concerns(String worker, long ticket) {
        return holding.contains(key(worker, ticket)) || waiting.contains(key(worker, ticket));
    }

    /// Whether this grant keeps order and number; a permit may be granted to its holder again.
    boolean grant(String worker, long ticket) {
        String key = key(worker, ticket);
        if (holding.contains(key)) {
            return true;
        }
        boolean first = !waiting.isEmpty() && waiting.getFirst().equals(key);
        waiting.remove(key);
        holding.add(key);
        return first && holding.size() <= permits;
    }

    boolean isUnused() {
        return holding.isEmpty() && waiting.isEmpty();
    }

    /// Whether somebody waits although a permit is free.
    boolean wastes() {
        return !waiting.isEmpty() && holding.size() < permits;
    }

    private static String key(String worker, long ticket) {
        return worker + "#" + ticket;
    }
}
