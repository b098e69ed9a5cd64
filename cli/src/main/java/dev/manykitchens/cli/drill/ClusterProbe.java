package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.member.MemberSurvey;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.pool.CoordinatorAddress;

import java.util.List;
import java.util.Optional;

/// What a drill sees of the coordinators of a cluster.
interface ClusterProbe {

    /// What each of the coordinators says of itself.
    MemberSurvey survey();

    /// How the cluster is; empty when no coordinator answers.
    Optional<ClusterView> status();

    /// Watches the others, until one of them says that it leads.
    ///
    /// @param leader the one that leads now, as it was typed
    LeaderWatch watchOthersThan(String leader);

    /// The coordinators there.
    static ClusterProbe at(CoordinatorAddress all) {
        return new ClusterProbe() {
            @Override
            public MemberSurvey survey() {
                return MemberSurvey.of(all);
            }

            @Override
            public Optional<ClusterView> status() {
                try (ClusterOperator operator = ClusterOperator.of(all)) {
                    return Optional.of(operator.status());
                } catch (IllegalStateException _) {
                    return Optional.empty();
                }
            }

            @Override
            public LeaderWatch watchOthersThan(String leader) {
                return LeaderWatch.begin(
                        List.of(all.endpoint().split(",", -1)).stream()
                                .filter(each -> !each.equals(leader))
                                .map(each -> LeaderWatch.Asked.of(MemberSurvey.operator(all, each)))
                                .toList());
            }
        };
    }
}
