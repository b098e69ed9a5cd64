package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Members of one group in this JVM, on loopback, and what they heard.
final class Group implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// What a member heard.
    sealed interface Heard {
        String id();
    }

    record Leads(String id, Journal journal, long term) implements Heard {}

    record Follows(String id, Optional<Member> leader) implements Heard {}

    record Broken(String id, JournalException why) implements Heard {}

    private final Path folder;
    private final UnaryOperator<ReplicaOptions> how;
    private final List<Member> founders = new ArrayList<>();
    private final Map<String, Replica> members = new LinkedHashMap<>();

    /// Where newcomers listen, by their directory.
    private final Map<String, String> newcomers = new HashMap<>();

    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /// @param size how many found it
    Group(Path folder, int size, UnaryOperator<ReplicaOptions> how) throws IOException {
        this.folder = folder;
        this.how = how;
        for (String address : freeAddresses(size)) {
            founders.add(new Member("p" + (founders.size() + 1), address, address));
        }
    }

    /// Times for tests: longer than a connection that was refused waits until it is tried again, or
    /// a group that has just begun would change its leader while it finds itself.
    static ReplicaOptions quick(ReplicaOptions options) {
        return options.with(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(10));
    }

    private static List<String> freeAddresses(int count) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        try {
            List<String> addresses = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                probes.add(probe);
                addresses.add("127.0.0.1:" + probe.getLocalPort());
            }
            return addresses;
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
    }

    /// Starts the founders.
    Group start() throws JournalException {
        for (Member founder : founders) {
            Replica _ = start(founder.id());
        }
        return this;
    }

    /// Starts a founder, for the first time or again.
    Replica start(String id) throws JournalException {
        Member founder =
                founders.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        return start(folder.resolve(id), founder.replication(), founders);
    }

    /// Starts a member that is to be added, in a new directory.
    Replica startNewcomer(String directory) throws IOException {
        newcomers.put(directory, freeAddresses(1).getFirst());
        return startAgain(directory);
    }

    /// Starts one that was a newcomer once more.
    Replica startAgain(String directory) throws JournalException {
        return start(
                folder.resolve(directory),
                Objects.requireNonNull(newcomers.get(directory)),
                List.of());
    }

    /// Starts what is in a directory at an address that nobody knows.
    Replica startElsewhere(Path its) throws IOException {
        return start(its, freeAddresses(1).getFirst(), List.of());
    }

    private Replica start(Path directory, String address, List<Member> its)
            throws JournalException {
        Ears ears = new Ears();
        Replica replica =
                Replica.start(how.apply(ReplicaOptions.of(directory, address, address, its)), ears);
        members.put(replica.id(), replica);
        ears.begin(replica.id());
        return replica;
    }

    /// Ends a member; its directory stays.
    void stop(String id) {
        Replica its = members.remove(id);
        if (its != null) {
            its.close();
        }
    }

    Replica member(String id) {
        Replica its = members.get(id);
        if (its == null) {
            throw new IllegalArgumentException("no member " + id);
        }
        return its;
    }

    /// A member, as the others are to know it.
    Member self(String id) {
        return member(id).group().members().stream()
                .filter(MemberState::answers)
                .map(MemberState::member)
                .findFirst()
                .orElseThrow();
    }

    /// The ids of those that run.
    List<String> ids() {
        return List.copyOf(members.keySet());
    }

    /// Any that runs and is not this one.
    String other(String id) {
        return members.keySet().stream().filter(each -> !each.equals(id)).findFirst().orElseThrow();
    }

    Path directory(String id) {
        return folder.resolve(id);
    }

    /// What is in such a directory.
    MemberFiles files(String id) {
        return new MemberFiles(directory(id));
    }

    /// Waits until a member has in its database what another one has by now.
    void awaitApplied(String id, String other) throws InterruptedException {
        long most = applied(other);
        long end = System.nanoTime() + LIMIT.toNanos();
        while (applied(id) < most) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "%s applied %d entries, of %d".formatted(id, applied(id), most));
            }
            Thread.sleep(5); // Nothing tells of it.
        }
    }

    private long applied(String id) {
        return member(id).group().members().stream()
                .filter(MemberState::answers)
                .findFirst()
                .orElseThrow()
                .applied()
                .orElse(0);
    }

    /// The next that leads.
    Leads awaitLeader() throws InterruptedException {
        return awaitHeard(Leads.class, _ -> true);
    }

    /// The next of a kind that is wanted; what is heard before is passed over.
    <T extends Heard> T awaitHeard(Class<T> kind, Predicate<T> wanted) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<Heard> passed = new ArrayList<>();
        while (true) {
            @Nullable Heard next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("no such " + kind.getSimpleName() + " among " + passed);
            }
            passed.add(next);
            if (kind.isInstance(next) && wanted.test(kind.cast(next))) {
                return kind.cast(next);
            }
        }
    }

    /// Keeps what is heard until it is known whose it is.
    private final class Ears implements Listener {
        private final List<Function<String, Heard>> early = new ArrayList<>();
        private @Nullable String id;

        synchronized void begin(String its) {
            id = its;
            early.forEach(each -> heard.add(each.apply(its)));
        }

        private synchronized void hear(Function<String, Heard> what) {
            if (id == null) {
                early.add(what);
            } else {
                heard.add(what.apply(id));
            }
        }

        @Override
        public void leads(Journal journal, long term) {
            hear(its -> new Leads(its, journal, term));
        }

        @Override
        public void follows(Optional<Member> leader) {
            hear(its -> new Follows(its, leader));
        }

        @Override
        public void broken(JournalException why) {
            hear(its -> new Broken(its, why));
        }
    }

    @Override
    public void close() {
        List.copyOf(members.keySet()).forEach(this::stop);
    }
}
