package nudge.labeller.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WebSettingsTest {
    private static WebSettings of(String address, Set<String> hosts, @Nullable String publicAddress) {
        URI uri = publicAddress == null ? null : URI.create(publicAddress);
        return new WebSettings(address, 8080, hosts, uri, null, 256, null, false, null, null);
    }

    @Test
    void programs_on_this_machine_find_it_where_it_listens() {
        assertThat(of("0.0.0.0", Set.of("nudge.test"), null).localAddress(1)).isEqualTo("http://127.0.0.1:1");
        assertThat(of("::1", Set.of(), null).localAddress(1)).isEqualTo("http://[::1]:1");
        assertThat(of("10.0.0.7", Set.of(), "https://nudge.test").localAddress(1))
                .isEqualTo("http://10.0.0.7:1");
    }

    @Test
    void people_find_it_where_the_settings_say_or_else_where_it_listens() {
        assertThat(of("0.0.0.0", Set.of("nudge.test"), "https://public.test").address(1))
                .isEqualTo("https://public.test");
        assertThat(of("0.0.0.0", Set.of("nudge.test"), null).address(1)).isEqualTo("http://nudge.test:1");
        assertThat(of("0.0.0.0", Set.of(), null).givenAddress(1)).isEmpty();
        assertThat(of("0.0.0.0", Set.of(), null).address(1)).isEqualTo("http://127.0.0.1:1");
    }
}
