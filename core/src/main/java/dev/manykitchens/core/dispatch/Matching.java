package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Chain;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Brings together batches that want something with workers that have room for it.
///
/// ```
/// batches ─▶ lanes ─┬ open:   one line a recipe  ◀─ workers with room, by skills, most room first
///                   └ closed: call their crew    ◀─ called workers with room
/// ```
///
/// Nothing is tried in vain: a line is looked at only when a worker with room can run its recipe, a
/// closed lane only when a member of its crew has room. What an input costs depends on how many
/// recipes are waited for and how many kinds of skills have room, neither on how many batches and
/// submitters wait nor on how many workers there are. Of one submitter's batches those of the
/// highest priority come first, which its lanes know without looking for them. Three things happen
/// rarely and cost more: a closed lane that begins to wait calls each member of its crew, whoever
/// chooses a new member looks at all workers with room, and a lane whose submitter was paused takes
/// its place in its line again, before those that have entered it later.
final class Matching {

    /// A batch and the worker that is to serve it.
    record Match(BatchQueue batch, WorkerEntry worker) {}

    /// How many of them there are: a worker has a place for its seat at each.
    static final int MATCHINGS = 5;

    /// Where a worker stands here, among those with room. It keeps its seats itself: they are
    /// looked up for every input, and one object each lies nearer than three.
    static final class Seat extends FreeSlots.Place {

        /// Null as long as no lane has called, as in most pools.
        private @Nullable Bell bell;

        private Seat(WorkerEntry worker) {
            super(worker);
        }

        private void call(Lane lane) {
            Bell its = bell == null ? new Bell(worker()) : bell;
            bell = its;
            its.callers.add(lane);
        }
    }

    /// Where a worker stands among those with room that lanes have called, and by which lanes.
    private static final class Bell extends FreeSlots.Place {

        private final Callers callers = new Callers();

        private Bell(WorkerEntry worker) {
            super(worker);
        }
    }

    private final int number;
    private final ToIntFunction<WorkerEntry> room;
    private final boolean onlyMostUrgent;

    /// Those that may have room, in the order in which they are to stand here.
    private final Supplier<List<WorkerEntry>> workers;

    /// Whether workers are entered. Where nothing has ever waited none is, so that nothing is done
    /// for them with each input; they are when something first waits.
    private boolean used;

    /// What waits, one for each lane that does. Lanes keep it themselves too, to be looked up.
    private final Chain<WaitingBatches> waiting = new Chain<>();

    /// The open lanes among them, by recipe.
    private final SequencedMap<String, SequencedSet<Lane>> lines = new LinkedHashMap<>();

    /// The closed lanes that have called each member that can run their recipe.
    private final Set<Lane> calling = new HashSet<>();

    /// Those that have a seat, for the check.
    private final Set<WorkerEntry> seated = new HashSet<>();

    /// Workers with room; no skills without such a worker.
    private final SequencedMap<Skills, FreeSlots> free = new LinkedHashMap<>();

    /// Nobody's; null when there are none to spare.
    private @Nullable FreeSlots spare;

    private @Nullable WaitingBatches spareWaiting;
    private @Nullable SequencedSet<Lane> spareLine;

    /// Workers with room that a closed lane may have called.
    private final FreeSlots called = new FreeSlots();

    private final Predicate<Lane> canBeServed = this::canBeServed;
    private long tries;

    /// How often a lane entered a line, or went to its end.
    private long entries;

    /// For what always waits sooner or later.
    ///
    /// @param number which of them this is, from 0
    /// @param room how much room a worker has, 0 for none
    /// @param onlyMostUrgent whether a lane is held back as long as jobs of a higher priority of
    ///   the same submitter wait for a thread
    Matching(int number, ToIntFunction<WorkerEntry> room, boolean onlyMostUrgent) {
        this.number = number;
        this.room = room;
        this.onlyMostUrgent = onlyMostUrgent;
        workers = List::of;
        used = true;
    }

    /// For what seldom waits.
    ///
    /// @param number which of them this is, from 0
    /// @param room how much room a worker has, 0 for none
    /// @param workers those that may have room when something first waits
    Matching(int number, ToIntFunction<WorkerEntry> room, Supplier<List<WorkerEntry>> workers) {
        this.number = number;
        this.room = room;
        this.workers = workers;
        onlyMostUrgent = false;
    }

    /// Whether any worker has room.
    boolean hasRoom() {
        return !free.isEmpty();
    }

    /// Adds all workers with room: of those alike the one with the most room first, among equals
    /// the one that has waited longest.
    void addAllTo(List<WorkerEntry> all) {
        free.values().forEach(slots -> slots.addAllTo(all));
    }

    /// How often something was looked at to find a match: a line, a call, a worker.
    long tries() {
        return tries;
    }

    /// Enters a batch when it belongs here, or lets it go.
    void enter(BatchQueue batch, boolean belongs) {
        if (!belongs && waiting.isEmpty()) {
            return;
        }
        if (!used) {
            used = true;
            workers.get().forEach(this::refresh);
        }
        Lane lane = batch.lane();
        WaitingBatches batches = lane.waitingAt(number);
        if (batches == null) {
            if (belongs) {
                batches = waitingWith(batch);
                lane.waitAt(number, batches);
                waiting.putLast(batches.place());
                place(lane);
            }
            return;
        }
        int before = batches.priority();
        if (belongs) {
            batches.add(batch);
        } else if (batches.remove(batch) && batches.isEmpty()) {
            lane.waitAt(number, null);
            boolean _ = waiting.leave(batches.place());
            spareWaiting = batches;
            leaveLine(lane);
            return;
        }
        if (batches.priority() != before) {
            place(lane);
        }
    }

    /// Enters a worker with the room that it has now.
    void refresh(WorkerEntry worker) {
        if (!used) {
            return;
        }
        int chunks = room.applyAsInt(worker);
        Seat seat = worker.seatAt(number);
        if (chunks > 0) {
            seat = seat == null ? seat(worker) : seat;
            if (!seat.stays(chunks)) {
                slotsFor(worker.skills()).put(seat, chunks);
            }
            Bell bell = seat.bell;
            if (bell != null && bell.callers.isEmpty()) {
                boolean _ = bell.leave();
            } else if (bell != null) {
                called.put(bell, chunks);
            }
        } else if (seat != null) {
            leave(worker, seat);
        }
    }

    /// Lets a worker go that is gone.
    void forget(WorkerEntry worker) {
        Seat seat = worker.seatAt(number);
        if (seat != null) {
            seated.remove(worker);
            worker.sit(number, null);
            leave(worker, seat);
        }
    }

    /// Takes in that a crew has other members.
    void crewChanged(Submitter submitter) {
        submitter.lanes().forEach(calling::remove);
        reconsider(submitter);
    }

    /// Takes in that a lane may be open or held back that was not, or the reverse.
    void reconsider(Submitter submitter) {
        for (Lane lane : submitter.lanes()) {
            if (lane.waitingAt(number) != null) {
                place(lane);
            }
        }
    }

    /// Takes in that a submitter is not paused any more: its lanes stand again where they stood.
    void resumed(Submitter submitter) {
        for (Lane lane : submitter.lanes()) {
            WaitingBatches batches = lane.waitingAt(number);
            if (batches != null) {
                long before = batches.enteredLine();
                place(lane);
                if (before > 0 && batches.enteredLine() > 0) {
                    batches.enterLine(before);
                    putBehindIt(batches, lineFor(lane.recipe()));
                }
            }
        }
    }

    /// Lets the lanes that entered a line later than the one at its end stand behind that one.
    private void putBehindIt(WaitingBatches last, SequencedSet<Lane> line) {
        List<Lane> later = new ArrayList<>();
        for (Lane other : line.reversed()) {
            tries++;
            if (waitingOf(other).enteredLine() < last.enteredLine()) {
                break;
            }
            if (other != last.lane()) {
                later.add(other);
            }
        }
        later.reversed().forEach(line::addLast);
    }

    /// Takes in that a worker is not in the crew any more.
    void left(WorkerEntry worker, Submitter submitter) {
        Seat seat = worker.seatAt(number);
        if (seat != null && seat.bell != null) {
            submitter.lanes().forEach(seat.bell.callers::remove);
        }
    }

    /// Takes in that a batch had its turn, and its submitter with it.
    void hadTurn(BatchQueue batch) {
        if (waiting.isEmpty()) {
            return;
        }
        WaitingBatches batches = batch.lane().waitingAt(number);
        if (batches != null) {
            batches.toTheEnd(batch);
        }
        for (Lane lane : batch.lane().submitter().lanes()) {
            WaitingBatches its = lane.waitingAt(number);
            SequencedSet<Lane> line = its == null ? null : lines.get(lane.recipe());
            if (its != null && line != null && its.enteredLine() > 0) {
                its.enterLine(++entries);
                toTheEnd(line, lane);
            }
        }
    }

    /// The next batch in turn that can be served, with the worker to serve it; null when nothing
    /// that waits can be served.
    @Nullable Match next() {
        if (free.isEmpty() || waiting.isEmpty()) {
            return null;
        }
        Match inCrew = nextCall();
        Lane first = firstInLine();
        Lane open = first == null ? null : mostUrgent(first, canBeServed);
        if (open == null || (inCrew != null && compare(inCrew.batch().lane(), open) < 0)) {
            return inCrew;
        }
        return new Match(first(open), workerFor(open));
    }

    /// Another worker than the one of this match that could serve its batch.
    @Nullable WorkerEntry otherFor(Match match) {
        Lane lane = match.batch().lane();
        Crew crew = lane.submitter().crew();
        if (crew != null && !lane.isOpen()) {
            for (WorkerEntry member : crew.members()) {
                tries++;
                if (member != match.worker()
                        && room.applyAsInt(member) > 0
                        && lane.admits(member)) {
                    return member;
                }
            }
            return null;
        }
        for (Map.Entry<Skills, FreeSlots> slots : free.entrySet()) {
            if (slots.getKey().include(lane.recipe())) {
                WorkerEntry other = slots.getValue().bestBeside(match.worker());
                tries++;
                if (other != null) {
                    return other;
                }
            }
        }
        return null;
    }

    /// Whether something waits that this worker may serve.
    boolean wants(WorkerEntry worker) {
        Seat seat = worker.seatAt(number);
        return firstInLine(worker.skills()) != null
                || (seat != null && firstCaller(worker, seat) != null);
    }

    private void place(Lane lane) {
        WaitingBatches batches = waitingOf(lane);
        if (isHeldBack(lane)) {
            leaveLine(lane);
            if (!lane.submitter().isPaused()) {
                batches.enterLine(0);
            }
            return;
        }
        if (lane.isOpen()) {
            if (lineFor(lane.recipe()).add(lane)) {
                batches.enterLine(++entries);
            }
            return;
        }
        leaveLine(lane);
        batches.enterLine(0);
        Crew crew = lane.submitter().crew();
        if (crew != null && calling.add(lane)) {
            for (WorkerEntry member : crew.members()) {
                tries++;
                if (member.skills().include(lane.recipe()) && crew.has(member)) {
                    seat(member).call(lane);
                    refresh(member);
                }
            }
        }
    }

    /// Whether it must wait because its submitter is paused, or because something more urgent
    /// waits, which would find a place taken.
    private boolean isHeldBack(Lane lane) {
        return lane.submitter().isPaused()
                || (onlyMostUrgent && first(lane).priority() < lane.submitter().highestWaiting());
    }

    private void leaveLine(Lane lane) {
        SequencedSet<Lane> line = lines.get(lane.recipe());
        if (line != null && line.remove(lane) && line.isEmpty()) {
            lines.remove(lane.recipe());
            spareLine = line;
        }
    }

    private Seat seat(WorkerEntry worker) {
        Seat seat = worker.seatAt(number);
        if (seat == null) {
            seat = new Seat(worker);
            worker.sit(number, seat);
            seated.add(worker);
        }
        return seat;
    }

    private void leave(WorkerEntry worker, Seat seat) {
        if (seat.bell != null) {
            boolean _ = seat.bell.leave();
        }
        if (!seat.leave()) {
            return;
        }
        FreeSlots alike = free.get(worker.skills());
        if (alike != null && alike.isEmpty()) {
            free.remove(worker.skills());
            spare = alike;
        }
    }

    private WaitingBatches waitingWith(BatchQueue batch) {
        WaitingBatches empty = spareWaiting;
        spareWaiting = null;
        if (empty == null) {
            return new WaitingBatches(batch);
        }
        empty.begin(batch);
        return empty;
    }

    private SequencedSet<Lane> lineFor(String recipe) {
        SequencedSet<Lane> line = lines.get(recipe);
        if (line == null) {
            line = spareLine == null ? new LinkedHashSet<>() : spareLine;
            spareLine = null;
            lines.put(recipe, line);
        }
        return line;
    }

    /// The ones that were left last are used again: they come and go with each job where few
    /// workers are.
    private FreeSlots slotsFor(Skills skills) {
        FreeSlots alike = free.get(skills);
        if (alike == null) {
            alike = spare == null ? new FreeSlots() : spare;
            spare = null;
            free.put(skills, alike);
        }
        return alike;
    }

    private @Nullable Match nextCall() {
        while (!called.isEmpty()) {
            WorkerEntry worker = called.best();
            Seat seat = seat(worker);
            Lane lane = firstCaller(worker, seat);
            if (lane != null) {
                Lane called = mostUrgent(lane, other -> !isHeldBack(other) && other.admits(worker));
                return new Match(first(called), worker);
            }
            if (seat.bell != null) {
                boolean _ = seat.bell.leave();
            }
        }
        return null;
    }

    private @Nullable Lane firstCaller(WorkerEntry worker, Seat seat) {
        if (seat.bell == null) {
            return null;
        }
        return seat.bell.callers.first(lane -> {
            tries++;
            boolean waits =
                    lane.waitingAt(number) != null && !isHeldBack(lane) && lane.admits(worker);
            if (!waits) {
                calling.remove(lane);
            }
            return waits;
        });
    }

    /// Among the lanes of a submitter that can be served, the one with the most urgent batch: this
    /// one, unless another one has a batch of a higher priority.
    private Lane mostUrgent(Lane lane, Predicate<Lane> canBeServed) {
        Collection<Lane> lanes = lane.submitter().lanes();
        if (lanes.size() == 1) {
            return lane;
        }
        Lane most = lane;
        int priority = first(lane).priority();
        for (Lane other : lanes) {
            tries++;
            WaitingBatches batches = other.waitingAt(number);
            if (batches != null && batches.priority() > priority && canBeServed.test(other)) {
                most = other;
                priority = batches.priority();
            }
        }
        return most;
    }

    private boolean canBeServed(Lane lane) {
        return lane.isOpen()
                && !isHeldBack(lane)
                && free.keySet().stream().anyMatch(skills -> skills.include(lane.recipe()));
    }

    private @Nullable Lane firstInLine() {
        Lane first = null;
        for (Skills skills : free.keySet()) {
            first = earlier(first, firstInLine(skills));
        }
        return first;
    }

    private @Nullable Lane firstInLine(Skills skills) {
        Lane first = null;
        if (skills.includeAll() || skills.recipes().size() > lines.size()) {
            for (Map.Entry<String, SequencedSet<Lane>> line : lines.entrySet()) {
                tries++;
                if (skills.include(line.getKey())) {
                    first = earlier(first, line.getValue().getFirst());
                }
            }
        } else {
            for (String recipe : skills.recipes()) {
                SequencedSet<Lane> line = lines.get(recipe);
                tries++;
                if (line != null) {
                    first = earlier(first, line.getFirst());
                }
            }
        }
        return first;
    }

    private @Nullable Lane earlier(@Nullable Lane one, @Nullable Lane other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return compare(one, other) <= 0 ? one : other;
    }

    private int compare(Lane one, Lane other) {
        int submitters = Long.compare(one.submitter().turn(), other.submitter().turn());
        if (submitters != 0) {
            return submitters;
        }
        BatchQueue its = first(one);
        BatchQueue others = first(other);
        return one.submitter() == other.submitter() && its.priority() != others.priority()
                ? Integer.compare(others.priority(), its.priority())
                : Long.compare(its.turn(), others.turn());
    }

    private BatchQueue first(Lane lane) {
        return waitingOf(lane).first();
    }

    private WaitingBatches waitingOf(Lane lane) {
        WaitingBatches batches = lane.waitingAt(number);
        if (batches == null) {
            throw new IllegalStateException("a lane in a line must wait, did not: " + lane);
        }
        return batches;
    }

    /// The worker with the most room; when it is not in the lane's crew, a new member is chosen:
    /// who is in the fewest crews, then who has the most room.
    private WorkerEntry workerFor(Lane lane) {
        FreeSlots best = null;
        for (Map.Entry<Skills, FreeSlots> slots : free.entrySet()) {
            if (slots.getKey().include(lane.recipe())) {
                if (best == null || slots.getValue().most() > best.most()) {
                    best = slots.getValue();
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("somebody must have room for an open lane: " + lane);
        }
        Crew crew = lane.submitter().crew();
        WorkerEntry worker = best.best();
        return crew == null || crew.has(worker) ? worker : recruit(lane, crew, worker);
    }

    private WorkerEntry recruit(Lane lane, Crew crew, WorkerEntry roomiest) {
        List<WorkerEntry> recruits = new ArrayList<>();
        free.forEach((skills, slots) -> {
            if (skills.include(lane.recipe())) {
                slots.addAllTo(recruits);
            }
        });
        WorkerEntry recruit = roomiest;
        for (WorkerEntry worker : recruits) {
            tries++;
            if (!crew.has(worker) && isBetter(worker, recruit)) {
                recruit = worker;
            }
        }
        return recruit;
    }

    private boolean isBetter(WorkerEntry worker, WorkerEntry than) {
        int crews = Integer.compare(worker.crews().size(), than.crews().size());
        return crews < 0 || (crews == 0 && room.applyAsInt(worker) > room.applyAsInt(than));
    }

    private static <T> void toTheEnd(SequencedSet<T> all, T one) {
        if (all.size() > 1 && all.contains(one)) {
            all.addLast(one);
        }
    }

    /// Checks that everything stands where it belongs, and that nothing waits that a worker with
    /// room may serve.
    ///
    /// @param what what batches want here, for people
    void check(
            String what,
            Collection<WorkerEntry> everybody,
            Collection<BatchQueue> batches,
            BiConsumer<Boolean, Supplier<String>> require) {
        require.accept(everybody.containsAll(seated), () -> "who has a seat is here: " + what);
        for (WaitingBatches its : waiting) {
            Lane lane = its.lane();
            SequencedSet<Lane> line = lines.get(lane.recipe());
            require.accept(
                    its.isWithin(batches),
                    () -> what + " is wanted by unfinished batches: " + lane);
            require.accept(
                    its.isSorted(),
                    () -> lane + " has its batches for " + what + " in order of priority");
            boolean held = isHeldBack(lane);
            require.accept(
                    !lane.submitter().isPaused() || line == null || !line.contains(lane),
                    () -> lane + " is paused and stands in no line for " + what);
            require.accept(
                    (lane.isOpen() && !held) == (line != null && line.contains(lane)),
                    () -> lane + " stands in line for " + what + " or not");
            for (WorkerEntry worker : everybody) {
                require.accept(
                        held || room.applyAsInt(worker) == 0 || !lane.admits(worker),
                        () -> lane + " waits for no " + what + " that " + worker.name() + " has");
            }
        }
        for (SequencedSet<Lane> line : lines.values()) {
            long before = 0;
            for (Lane lane : line) {
                long entered = waitingOf(lane).enteredLine();
                boolean isLater = entered > before;
                require.accept(
                        isLater, () -> lane + " stands behind those who came before it, " + what);
                before = entered;
            }
        }
        for (WorkerEntry worker : everybody) {
            Seat seat = worker.seatAt(number);
            FreeSlots alike = free.get(worker.skills());
            require.accept(
                    (used && room.applyAsInt(worker) > 0)
                            == (seat != null && alike != null && seat.isIn(alike)),
                    () -> worker.name() + " has " + what + " or not");
        }
    }

    /// Whether this batch is entered.
    boolean has(BatchQueue batch) {
        WaitingBatches batches = batch.lane().waitingAt(number);
        return batches != null && batches.contains(batch);
    }
}
