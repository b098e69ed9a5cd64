/// The client's end of the wire: the only place of a cluster pool that knows the generated
/// messages. Arguments go up in parts, as fast as the stream takes them
/// ([dev.manykitchens.coordinator.client.link.Uploads]). Start reading at
/// [dev.manykitchens.coordinator.client.link.CoordinatorCall].
@NullMarked
package dev.manykitchens.coordinator.client.link;

import org.jspecify.annotations.NullMarked;
