package nudge.labeller.web.security;

import jakarta.servlet.http.HttpServletRequest;

/** Where a request comes from. */
public final class RemoteAddress {
    private RemoteAddress() {}

    /** An address of IPv4; of IPv6, the network that one subscriber has. */
    public static String of(HttpServletRequest request) {
        return of(request.getRemoteAddr());
    }

    /** The same of an address as text. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] groups = address.split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(4, groups.length) && !(i > 0 && groups[i].isEmpty()); i++) {
            network.append(groups[i]).append(':');
        }
        return network.toString();
    }
}
