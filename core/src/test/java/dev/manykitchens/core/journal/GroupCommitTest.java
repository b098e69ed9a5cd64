package dev.manykitchens.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class GroupCommitTest {

    private final List<List<String>> entries = new ArrayList<>();
    private final List<String> happened = new ArrayList<>();
    private final GroupCommit<String> commits = new GroupCommit<>(entries::add);

    @Test
    void whatIsWrittenWhileAnEntryIsForcedIsTheNextEntry() {
        promise("a");
        promise("b");
        promise("c");
        assertThat(entries).containsExactly(List.of("a"));

        commits.forced();

        assertThat(entries).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(happened).containsExactly("a");

        commits.forced();

        assertThat(happened).containsExactly("a", "b", "c");
        assertThat(entries).hasSize(2);
    }

    @Test
    void whatMakesNoPromiseDoesNotWaitUnlessThoseBeforeItDo() {
        note("a");
        assertThat(happened).containsExactly("a");

        promise("b");
        note("c");
        commits.then(() -> happened.add("d"));
        assertThat(happened).containsExactly("a");
        assertThat(commits.waiting()).isEqualTo(3);

        // The entry that was begun with the first of them is on disk: the others are not.
        commits.forced();
        assertThat(happened).containsExactly("a");
        assertThat(entries).containsExactly(List.of("a"), List.of("b", "c"));

        commits.forced();
        assertThat(happened).containsExactly("a", "b", "c", "d");
        assertThat(commits.waiting()).isZero();
    }

    @Test
    void whatStandsBehindAPromiseThatIsOnDiskNeedNotWaitForTheNextEntry() {
        promise("a");
        note("b");
        promise("c");

        commits.forced();

        assertThat(happened).containsExactly("a", "b");
        assertThat(entries).containsExactly(List.of("a"), List.of("b", "c"));
    }

    @Test
    void whatIsTooLargeForOneEntryIsInSeveral() {
        GroupCommit<String> small = new GroupCommit<>(entries::add, String::length, 3);
        for (String each : List.of("a", "bb", "c", "ddddd", "e", "f")) {
            small.write(each, !each.equals("e"), () -> happened.add(each));
        }
        assertThat(entries).containsExactly(List.of("a"));

        small.forced();
        assertThat(entries.getLast()).containsExactly("bb", "c");
        assertThat(happened).containsExactly("a");

        small.forced();
        assertThat(entries.getLast()).containsExactly("ddddd");
        assertThat(happened).containsExactly("a", "bb", "c");

        small.forced();
        assertThat(entries.getLast()).containsExactly("e", "f");
        // It makes no promise, and those before it are on disk.
        assertThat(happened).containsExactly("a", "bb", "c", "ddddd", "e");

        small.forced();
        assertThat(happened).containsExactly("a", "bb", "c", "ddddd", "e", "f");
        assertThat(entries).hasSize(4);
        assertThat(small.waiting()).isZero();
    }

    @Test
    void nothingIsForcedWhereNothingIsWritten() {
        commits.then(() -> happened.add("a"));

        assertThat(happened).containsExactly("a");
        assertThat(entries).isEmpty();
    }

    @Test
    void whatAnEffectWritesStandsBehindAllThatWaits() {
        commits.write("a", true, () -> note("from a"));
        note("b");

        commits.forced();

        assertThat(happened).containsExactly("b", "from a");
    }

    private void promise(String what) {
        commits.write(what, true, () -> happened.add(what));
    }

    private void note(String what) {
        commits.write(what, false, () -> happened.add(what));
    }
}
