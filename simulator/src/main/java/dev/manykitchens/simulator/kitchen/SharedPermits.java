package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.simulator.SimulatedProcess;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.Workplace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The permits of a resource that all worker JVMs share. The dispatcher has them: a kitchen asks it
/// by messages and hears from it by messages. Here is kept who has asked and who has been heard.
final class SharedPermits implements NamedPermits {

    private final Simulation simulation;
    private final String name;
    private final int permits;
    private final EventSink events;
    private final Set<Asked> waiting = new LinkedHashSet<>();
    private final Set<Asked> held = new LinkedHashSet<>();
    private long uses;
    private long waitNanos;
    private long heldNanos;

    SharedPermits(Simulation simulation, String name, int permits, EventSink events) {
        this.simulation = simulation;
        this.name = name;
        this.permits = permits;
        this.events = events;
    }

    /// As the jobs of a kitchen ask for them.
    ///
    /// @param process the kitchen's: when it ends, so do its requests
    SimulatedResource askedAt(Workplace.PermitDesk desk, SimulatedProcess process) {
        FromAfar asking = new FromAfar(desk, process);
        process.moveIn(asking);
        return asking;
    }

    /// What a process that has ended had, the dispatcher gives to others.
    private void forget(SimulatedProcess process) {
        waiting.removeIf(asked -> asked.process.equals(process));
        List<Asked> lost = held.stream().filter(asked -> asked.process.equals(process)).toList();
        lost.forEach(Asked::count);
        lost.forEach(held::remove);
    }

    @Override
    public ResourceUsage usage() {
        return new ResourceUsage(permits, uses, waitNanos, heldNanos);
    }

    @Override
    public int waiting() {
        return waiting.size();
    }

    @Override
    public List<SimulatedResource.Owner> owners() {
        List<SimulatedResource.Owner> owners = new ArrayList<>();
        held.forEach(asked -> owners.add(asked.owner));
        return owners;
    }

    @Override
    public String toString() {
        return name;
    }

    private final class FromAfar implements SimulatedResource, SimulatedProcess.Resident {

        private final Workplace.PermitDesk desk;
        private final SimulatedProcess process;

        FromAfar(Workplace.PermitDesk desk, SimulatedProcess process) {
            this.desk = desk;
            this.process = process;
        }

        @Override
        public Request request(Owner owner, Runnable granted) {
            Asked asked = new Asked(desk, process, owner, granted);
            waiting.add(asked);
            long _ = desk.ask(name, asked);
            return asked;
        }

        /// The answer is still under way.
        @Override
        public boolean isGranted(Request request) {
            return false;
        }

        @Override
        public NamedPermits permits() {
            return SharedPermits.this;
        }

        @Override
        public void standsStill() {}

        @Override
        public void goesOn() {}

        @Override
        public void died() {
            forget(process);
        }
    }

    private final class Asked implements SimulatedResource.Request, Workplace.Answer {

        private final Workplace.PermitDesk desk;
        private final SimulatedProcess process;
        private final SimulatedResource.Owner owner;
        private final Runnable granted;
        private final long askedAt = simulation.now();
        private long grantedAt;
        private long ticket;

        Asked(
                Workplace.PermitDesk desk,
                SimulatedProcess process,
                SimulatedResource.Owner owner,
                Runnable granted) {
            this.desk = desk;
            this.process = process;
            this.owner = owner;
            this.granted = granted;
        }

        @Override
        public void granted(long number) {
            ticket = number;
            grantedAt = simulation.now();
            waiting.remove(this);
            held.add(this);
            granted.run();
        }

        @Override
        public void refused(String reason) {
            waiting.remove(this);
            owner.refused(new ResourceRefusedException(reason));
        }

        @Override
        public void release() {
            held.remove(this);
            count();
            desk.giveBack(ticket);
        }

        private void count() {
            long now = simulation.now();
            uses++;
            waitNanos += grantedAt - askedAt;
            heldNanos += now - grantedAt;
            events.accept(
                    new RunEvent.ResourceUsed(
                            now, name, grantedAt - askedAt, now - grantedAt, permits));
        }
    }
}
