package dev.manykitchens.cli.member;

import dev.manykitchens.cli.cluster.ServedCluster;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.coordinator.serve.StandbyCoordinator;
import dev.manykitchens.replication.Listener;
import dev.manykitchens.replication.MemberDirectory;
import dev.manykitchens.replication.ReplicaOptions;
import dev.manykitchens.replication.ReplicationException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One of several coordinators: serves while it leads, and stands by while another does.
/// Thread-safe; what it does happens on one thread.
///
/// ```
/// new directory ── asks the others ──▶ founds, or waits to be taken in ─┐
/// old directory ────────────────────────────────────────────────────────┴▶ stands by ⇄ leads
/// ```
public final class MemberProcess implements AutoCloseable {

    /// Where in the data directory a coordinator that is one alone keeps its journal.
    private static final String JOURNAL_OF_ONE = "journal.db";

    /// Where in the data directory a member keeps its own, and its votes.
    private static final String DIRECTORY = "member";

    /// Others are asked again so often.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /// So long somebody who leads may take to hand over.
    private static final Duration HAND_OVER_LIMIT = Duration.ofSeconds(5);

    /// So long a leader that handed over stays to say so.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    private final Setting setting;
    private final Premises premises;
    private final MemberDirectory directory;
    private final Participation.Start start;
    private final Members members;
    private final ScheduledExecutorService hands =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("member").factory());
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    /// Who leads, in a sentence: what is told to whoever comes.
    private volatile String standing = "it has not found the other members yet, try another one";

    /// Set on the thread, once; null before it takes part.
    private volatile @Nullable Participation part;

    // Confined to the thread.
    private @Nullable StandbyCoordinator standby;
    private @Nullable ServedCluster serving;
    private CompletableFuture<Void> notLeading = CompletableFuture.completedFuture(null);
    private String lastNews = "";
    private boolean ended;

    /// What a member needs.
    ///
    /// @param options how it is served; the directory of the journal must be given
    /// @param serving starts a coordinator with its pages
    /// @param news hears whatever changes, a line each
    public record Setting(
            ServeOptions options, Peers peers, ServingStart serving, Consumer<String> news) {}

    private MemberProcess(
            Setting setting,
            Premises premises,
            MemberDirectory directory,
            Participation.Start start) {
        this.setting = setting;
        this.premises = premises;
        this.directory = directory;
        this.start = start;
        this.members =
                new Members(
                        this::untilItTakesPart,
                        () -> Optional.ofNullable(part).map(Participation::group));
    }

    /// Starts a member, which listens when this returns; whatever it becomes is news.
    ///
    /// @param premises opened with the options; outlives it
    /// @throws IllegalArgumentException in one line when an address cannot be used
    /// @throws IOException in one line when its directory or an address cannot be used
    public static MemberProcess start(Setting setting, Premises premises) throws IOException {
        return start(setting, premises, Participation::start);
    }

    /// See the other one.
    ///
    /// @param start begins to take part
    static MemberProcess start(Setting setting, Premises premises, Participation.Start start)
            throws IOException {
        Path data = setting.options().data().orElseThrow();
        if (Files.exists(data.resolve(JOURNAL_OF_ONE))) {
            throw new IllegalArgumentException(
                    "members begin with nothing, %s has the journal of a coordinator that was one alone: let that one finish, or choose another directory with --data"
                            .formatted(data));
        }
        MemberDirectory directory = MemberDirectory.open(data.resolve(DIRECTORY));
        MemberProcess member = new MemberProcess(setting, premises, directory, start);
        member.standBy();
        boolean begun = false;
        try {
            // Whoever asks for the tokens here hears of all members, also while this one never led.
            premises.served(setting.peers());
            if (directory.isFresh()) {
                member.soon(member::found);
            } else {
                member.open(List.of());
                member.soon(member::remind);
            }
            begun = true;
            return member;
        } finally {
            if (!begun) {
                member.close();
            }
        }
    }

    /// Which member it is.
    public String id() {
        return directory.id();
    }

    /// Completes with what makes it useless: its disk, an address, or a bug of ours; it should be
    /// ended then. Otherwise never.
    public CompletableFuture<Throwable> broken() {
        return broken;
    }

    /// Lets another one lead, when this one does, so that workers and clients go there at once.
    ///
    /// @return what it came to, in a few words for people
    public String handOver() throws InterruptedException {
        CompletableFuture<CompletableFuture<Void>> asked = new CompletableFuture<>();
        soon(() -> asked.complete(notLeading));
        Participation its = part;
        try {
            CompletableFuture<Void> over =
                    asked.get(HAND_OVER_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (its == null || over.isDone()) {
                return "another one leads, or none";
            }
            Optional<String> best = members.mostOfTheLog();
            if (best.isEmpty()) {
                return "nobody is there to lead in its place";
            }
            its.group().handOver(best.get());
            over.get(HAND_OVER_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            return "member " + best.get() + " leads now";
        } catch (TimeoutException _) {
            return "nobody took over in its place within %d s"
                    .formatted(HAND_OVER_LIMIT.toSeconds());
        } catch (ReplicationException | ExecutionException e) {
            return "nobody took over in its place: " + e.getMessage();
        }
    }

    // On its thread, but for the start.

    private void soon(Task task) {
        try {
            hands.execute(() -> perform(task));
        } catch (RejectedExecutionException _) {
            // It has ended.
        }
    }

    /// Something that happens on its thread.
    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    private void perform(Task task) {
        if (ended) {
            return;
        }
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            boolean _ = broken.complete(e);
        }
    }

    private void found() throws IOException {
        MemberPoll poll = MemberPoll.of(setting.peers(), premises, setting.options());
        switch (decide(poll)) {
            case Founding.Found(List<Member> founders) -> {
                tell(
                        "founds a group of %d as member %s"
                                .formatted(founders.size(), directory.id()));
                open(founders);
            }
            case Founding.Newcomer(Optional<Member> lost) -> {
                tellHowItIsTakenIn(lost);
                open(List.of());
            }
            case Founding.Wait(List<String> missing) -> {
                tell(
                        "a group is founded when all of its members are there; waits for "
                                + missing.stream()
                                        .map(each ->
                                                each
                                                        + " ("
                                                        + poll.silent().getOrDefault(each, "")
                                                        + ")")
                                        .collect(Collectors.joining(", ")));
                again(this::found);
            }
        }
    }

    private Founding decide(MemberPoll poll) {
        return Founding.decide(
                self(),
                setting.peers().others().stream().map(Peers.Peer::address).toList(),
                poll.answers());
    }

    private void again(Task task) {
        var _ = hands.schedule(() -> perform(task), ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tellHowItIsTakenIn(Optional<Member> lost) {
        tell(
                "the others have a group that does not know this directory, whose member is %s: take it in with kitchen coordinator add %s %s%s"
                        .formatted(
                                directory.id(),
                                directory.id(),
                                setting.peers().own(),
                                lost.map(member -> " --replaces " + member.id()).orElse("")));
        standing = "it was not taken into the group yet, try another one";
    }

    /// Says how it is taken in, where it waits for that since an earlier start. The others are
    /// asked beside the thread: it may be taken in meanwhile, and lead.
    private void remind() {
        if (waitsToBeTakenIn()) {
            Thread.ofPlatform().daemon().name("member-remind").start(this::askHowItIsTakenIn);
        }
    }

    private boolean waitsToBeTakenIn() {
        Participation its = part;
        return its != null && its.group().waitsToBeTakenIn() && !its.group().isTakenIn();
    }

    private void askHowItIsTakenIn() {
        Founding decided = decide(MemberPoll.of(setting.peers(), premises, setting.options()));
        soon(() -> {
            if (!waitsToBeTakenIn()) {
                return;
            }
            if (decided instanceof Founding.Newcomer(Optional<Member> lost)) {
                tellHowItIsTakenIn(lost);
            } else {
                again(this::remind);
            }
        });
    }

    /// Opens the directory: from now on it takes part.
    ///
    /// @param founders those of a group that begins; empty: it is as old as its directory, or waits
    ///   to be taken in
    private void open(List<Member> founders) throws IOException {
        Peers.Peer own = setting.peers().own();
        part =
                start.of(
                        ReplicaOptions.of(
                                        directory.path(),
                                        own.replication(),
                                        own.address(),
                                        founders)
                                .with(
                                        premises.mutualTls()
                                                .map(tls ->
                                                        new ReplicaOptions.Tls(
                                                                tls.own(), tls.trusted()))),
                        new Heard());
    }

    private void standBy() throws IOException {
        if (standby == null && serving == null) {
            standby =
                    StandbyCoordinator.start(setting.options(), premises, members, () -> standing);
        }
    }

    private void lead(Journal journal, long term) throws IOException {
        stopServing();
        if (standby != null) {
            standby.close();
            standby = null;
        }
        ServedCoordinator.Shared shared =
                new ServedCoordinator.Shared(journal, members, setting.peers());
        ServedCluster cluster;
        try {
            cluster =
                    setting.serving()
                            .start(events ->
                                    ServedCoordinator.start(
                                            setting.options(),
                                            premises,
                                            shared,
                                            events,
                                            InstantSource.system()));
        } catch (JournalException e) {
            // It leads no more: what it is now is told next.
            standBy();
            return;
        }
        notLeading = new CompletableFuture<>();
        serving = cluster;
        var _ =
                cluster.coordinator()
                        .broken()
                        .thenAccept(failure -> soon(() -> failed(cluster, failure)));
        tell("leads, in term " + term);
    }

    /// A coordinator that works no more. One that could not write leads no more, or has a broken
    /// directory: its replica tells which.
    private void failed(ServedCluster cluster, Throwable failure) {
        if (cluster.equals(serving) && !(failure instanceof JournalException)) {
            boolean _ = broken.complete(failure);
        }
    }

    private void follow(Optional<String> leader) throws IOException {
        standing = leader.map(AnotherLeads::at).orElse("no coordinator leads at this moment");
        boolean led = serving != null;
        if (led) {
            members.awaitHandOver(ANSWER_LIMIT);
        }
        stopServing();
        standBy();
        tell(
                leader.map(address -> "stands by, the one at %s leads".formatted(address))
                        .orElse(led ? "leads no more" : "stands by, nobody leads"));
    }

    private void stopServing() {
        if (serving != null) {
            serving.close();
            serving = null;
            boolean _ = notLeading.complete(null);
        }
    }

    /// Tells what has changed, once.
    private void tell(String news) {
        if (!news.equals(lastNews)) {
            lastNews = news;
            setting.news().accept(news);
        }
    }

    /// This member until it takes part; empty where it did before, and is about to go on.
    private Optional<MemberState> untilItTakesPart() {
        return directory.isFresh()
                ? Optional.of(
                        new MemberState(
                                self(),
                                MemberState.Role.FRESH,
                                true,
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                Optional.empty()))
                : Optional.empty();
    }

    private Member self() {
        Peers.Peer own = setting.peers().own();
        return new Member(directory.id(), own.address(), own.replication());
    }

    /// Leaves the others, who go on.
    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        soon(() -> {
            ended = true;
            try {
                stopServing();
                if (standby != null) {
                    standby.close();
                }
                Participation its = part;
                if (its != null) {
                    its.leave().run();
                }
            } finally {
                closed.complete(null);
            }
        });
        closed.completeOnTimeout(null, END_LIMIT.toNanos(), TimeUnit.NANOSECONDS).join();
        hands.shutdownNow();
    }

    /// What the replica tells, on its own thread.
    private final class Heard implements Listener {

        @Override
        public void leads(Journal journal, long term) {
            soon(() -> lead(journal, term));
        }

        @Override
        public void follows(Optional<Member> leader) {
            soon(() -> follow(leader.map(Member::address)));
        }

        @Override
        public void broken(JournalException why) {
            boolean _ = broken.complete(why);
        }
    }
}
