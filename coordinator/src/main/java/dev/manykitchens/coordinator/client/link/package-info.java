/// The client's end of the wire: the only place of a cluster pool that knows the generated
/// messages. Start reading at [dev.manykitchens.coordinator.client.link.CoordinatorCall].
@NullMarked
package dev.manykitchens.coordinator.client.link;

import org.jspecify.annotations.NullMarked;
