package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The permits that a worker's jobs ask the coordinator for, and those that they hold. Numbers each
/// request; knows what to say again where messages may be lost.
final class PermitRequests implements Workplace.PermitDesk {

    private final String worker;
    private final Consumer<Input> mayBeLost;
    private final Consumer<Input> certain;
    private final Map<Long, Asked> asked = new LinkedHashMap<>();
    private final Map<Long, String> holding = new LinkedHashMap<>();
    private long lastTicket;

    private record Asked(String resource, Workplace.Answer answer) {}

    /// @param mayBeLost sends what is repeated by [#askAgain]
    /// @param certain sends what arrives once
    PermitRequests(String worker, Consumer<Input> mayBeLost, Consumer<Input> certain) {
        this.worker = worker;
        this.mayBeLost = mayBeLost;
        this.certain = certain;
    }

    @Override
    public long ask(String resource, Workplace.Answer answer) {
        long ticket = ++lastTicket;
        asked.put(ticket, new Asked(resource, answer));
        mayBeLost.accept(new Input.ResourceAsked(worker, ticket, resource));
        return ticket;
    }

    @Override
    public void giveBack(long ticket) {
        holding.remove(ticket);
        certain.accept(new Input.ResourceReturned(worker, ticket));
    }

    /// A grant came. One that nobody waits for is given back; one that came twice is held already.
    void granted(long ticket) {
        if (holding.containsKey(ticket)) {
            return;
        }
        Asked its = asked.remove(ticket);
        if (its == null) {
            giveBack(ticket);
        } else {
            holding.put(ticket, its.resource());
            its.answer().granted(ticket);
        }
    }

    /// A refusal came.
    void refused(long ticket, String reason) {
        Asked its = asked.remove(ticket);
        if (its != null) {
            its.answer().refused(reason);
        }
    }

    /// What it holds, as it asked for it.
    List<Input.ResourceAsked> holds() {
        return holding.entrySet().stream()
                .map(held -> new Input.ResourceAsked(worker, held.getKey(), held.getValue()))
                .toList();
    }

    /// How many permits of this resource it holds.
    int held(String resource) {
        return (int) holding.values().stream().filter(resource::equals).count();
    }

    /// Asks again for what has no answer.
    void askAgain() {
        asked.forEach((ticket, its) ->
                mayBeLost.accept(new Input.ResourceAsked(worker, ticket, its.resource())));
    }
}
