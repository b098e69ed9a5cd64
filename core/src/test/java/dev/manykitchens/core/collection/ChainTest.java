package dev.manykitchens.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChainTest {

    private final Chain<String> chain = new Chain<>();
    private final Chain.Place<String> a = new Chain.Place<>("a");
    private final Chain.Place<String> b = new Chain.Place<>("b");
    private final Chain.Place<String> c = new Chain.Place<>("c");

    @Test
    void whatComesStandsAtTheEndAndWhatLeavesLeavesNoGap() {
        chain.putLast(a);
        chain.putLast(b);
        chain.putLast(c);
        assertThat(chain).containsExactly("a", "b", "c");

        assertThat(chain.leave(b)).isTrue();
        assertThat(chain).containsExactly("a", "c");
        assertThat(chain.leave(a)).isTrue();
        assertThat(chain.leave(c)).isTrue();

        assertThat(chain).isEmpty();
        assertThat(chain.first()).isNull();
        assertThat(chain.leave(c)).isFalse();
    }

    @Test
    void whatStandsThereAlreadyMovesToTheEnd() {
        chain.putLast(a);
        chain.putLast(b);

        chain.putLast(a);
        chain.putLast(a);

        assertThat(chain).containsExactly("b", "a").hasSize(2);
        assertThat(chain.first()).isEqualTo("b");
    }

    @Test
    void aPlaceIsInOneChainOnly() {
        chain.putLast(a);
        chain.putLast(b);
        Chain<String> other = new Chain<>();

        assertThatThrownBy(() -> other.putLast(a)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.leave(a)).isInstanceOf(IllegalStateException.class);

        assertThat(chain).containsExactly("a", "b");
        assertThat(other).isEmpty();
    }
}
