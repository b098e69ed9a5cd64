package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A client whose stream is open. Confined to the loop, but for what its batches' listeners tell.
final class ClusterClient {

    /// Of so many jobs it may still have to be told before it is behind: some ten times as many as
    /// a busy client of small jobs waits for.
    static final int MOST_JOBS_TO_TELL = 1 << 18;

    private final ClientSession session;
    private final ClientLink link;
    private final ClientHello hello;

    /// The room of what it announced and has not sent, by its number.
    private final Map<Long, ArgumentRoom.Share> announced = new HashMap<>();

    /// Its batches, by its number, whose outcomes come from the journal.
    private final Map<Long, Followers.Follower> followed = new HashMap<>();

    /// Its batches, by its number, that were handed in on this stream and are unfinished.
    private final Set<Long> begun = new HashSet<>();

    /// By its number, batches that were here already, of which it is about to be told.
    private final Set<Long> joining = new HashSet<>();

    /// Our numbers, by its own, of the batches that somebody else handed in and that it follows.
    private final Map<Long, Long> joined = new HashMap<>();

    private final Set<String> workersTold = new HashSet<>();

    /// How many jobs have ended of which it is to be told where deliveries are made.
    private final AtomicInteger jobsToTell = new AtomicInteger();

    private boolean welcomed;
    private boolean paused;
    private long heardNanos;

    ClusterClient(ClientSession session, ClientLink link, ClientHello hello, long heardNanos) {
        this.session = session;
        this.link = link;
        this.hello = hello;
        this.heardNanos = heardNanos;
    }

    ClientSession session() {
        return session;
    }

    long number() {
        return session.number();
    }

    ClientLink link() {
        return link;
    }

    ClientHello hello() {
        return hello;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    void markWelcomed() {
        welcomed = true;
    }

    /// Whether it should have nothing more run for it: it takes no more for now, or has not been
    /// told of very many jobs. Then only half as many are few enough.
    boolean isBehind() {
        return !link.isReady()
                || jobsToTell.get() > (paused ? MOST_JOBS_TO_TELL / 2 : MOST_JOBS_TO_TELL);
    }

    /// Jobs have ended of which it is to be told; whether these are too many now.
    boolean willBeTold(int jobs) {
        int now = jobsToTell.addAndGet(jobs);
        return now > MOST_JOBS_TO_TELL && now - jobs <= MOST_JOBS_TO_TELL;
    }

    /// It was told of jobs; whether those left are few enough now. Called where deliveries are
    /// made.
    boolean wasTold(int jobs) {
        int now = jobsToTell.addAndGet(-jobs);
        return now <= MOST_JOBS_TO_TELL / 2 && now + jobs > MOST_JOBS_TO_TELL / 2;
    }

    /// Whether nothing of its is given out, because it is behind.
    boolean isPaused() {
        return paused;
    }

    /// Notes whether anything of its is given out; whether that is new.
    boolean markPaused(boolean isPaused) {
        boolean before = paused;
        paused = isPaused;
        return paused != before;
    }

    long heardNanos() {
        return heardNanos;
    }

    void markHeard(long nanos) {
        heardNanos = nanos;
    }

    /// The room of what it announced and has not sent, by its number.
    Map<Long, ArgumentRoom.Share> announced() {
        return announced;
    }

    /// Whether the arguments of a batch may come.
    boolean maySend(long their) {
        ArgumentRoom.Share share = announced.get(their);
        return share != null && share.isTaken();
    }

    /// How many batches it has announced or begun.
    int batches() {
        return announced.size() + session.unfinished();
    }

    /// Whether one of its batches was begun or is followed on this stream.
    boolean has(long their) {
        return announced.containsKey(their)
                || begun.contains(their)
                || joining.contains(their)
                || followed.containsKey(their);
    }

    /// Notes that a batch is here already, of which it is to be told.
    void join(long their) {
        joining.add(their);
    }

    /// Notes that it is told now; whether it still wants to be.
    boolean joins(long their) {
        return joining.remove(their);
    }

    /// Notes that it wants to hear no more of a batch.
    void leave(long their) {
        joining.remove(their);
        joined.remove(their);
        Followers.Follower follower = followed.remove(their);
        if (follower != null) {
            follower.stop();
        }
    }

    /// Whether it is still being told outcomes from the journal.
    boolean isFollowing() {
        return !joining.isEmpty() || !followed.isEmpty();
    }

    /// Forgets what it announced; the room of that.
    List<ArgumentRoom.Share> forgetAnnounced() {
        List<ArgumentRoom.Share> forgotten = new ArrayList<>(announced.values());
        announced.clear();
        return forgotten;
    }

    /// Notes that it handed a batch in.
    void begin(long their) {
        begun.add(their);
    }

    /// Notes that a batch is finished; whether it was handed in on this stream.
    boolean end(long their) {
        return begun.remove(their);
    }

    /// Notes that the outcomes of a batch come from the journal.
    void follow(long their, long our, Followers.Follower follower) {
        followed.put(their, follower);
        if (ours(their).isEmpty()) {
            joined.put(their, our);
        }
    }

    /// Notes that a batch was followed to its end.
    void followedToTheEnd(long their) {
        followed.remove(their);
        joined.remove(their);
    }

    /// Tells more of a batch that is followed, if it still is.
    void readOn(long their) {
        Followers.Follower follower = followed.get(their);
        if (follower != null) {
            follower.readOn();
        }
    }

    /// Follows no more.
    void unfollow() {
        followed.values().forEach(Followers.Follower::stop);
        followed.clear();
        joined.clear();
    }

    Optional<Long> ours(long their) {
        return session.ours(their);
    }

    /// Our number for a batch that it may cancel: its own, or one that it found here by its key.
    Optional<Long> cancellable(long their) {
        return ours(their).or(() -> Optional.ofNullable(joined.get(their)));
    }

    Optional<Long> theirs(long our) {
        return session.theirs(our);
    }

    int unfinished() {
        return session.unfinished();
    }

    /// Notes that it hears of a worker; whether it had not before.
    boolean introduce(String worker) {
        return workersTold.add(worker);
    }

    boolean knows(String worker) {
        return workersTold.contains(worker);
    }

    void forgetWorker(String worker) {
        workersTold.remove(worker);
    }

    /// Tells the client how the jobs of one of its batches end. Called where deliveries are made.
    BatchListener listener(long their) {
        return new BatchListener() {
            @Override
            public void succeeded(int first, Column results) {
                link.succeeded(their, first, results);
            }

            @Override
            public void ended(int job, Outcome outcome) {
                ended(job, 1, outcome);
            }

            @Override
            public void ended(int first, int count, Outcome outcome) {
                link.ended(their, first, count, outcome);
            }
        };
    }
}
