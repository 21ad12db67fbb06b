package nudge.labeller.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.util.StreamUtils;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.AbstractResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * The files of the pages. A page names what it is made of below a path that changes with any of these files, so that
 * browsers keep them for good and ask for the page alone; and it names all its modules, which come at once rather than each
 * after the one that imports it.
 */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {
    private static final String FILES = "classpath:/static/";
    private static final String WEBJARS = "classpath:/META-INF/resources/";
    private static final List<String> KINDS = List.of("css", "js", "webjars");
    private static final Pattern PART = Pattern.compile("(href|src)=\"/(css|js|webjars)/");
    private static final Pattern MODULE =
            Pattern.compile("<script type=\"module\" src=\"(/js/[\\w/-]+\\.js)\"></script>");
    private static final Pattern IMPORT = Pattern.compile("from \"(\\.{1,2}/[^\"]+)\"");

    private final String version = version();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        for (String kind : KINDS) {
            String files = (kind.equals("webjars") ? WEBJARS : FILES) + kind + "/";
            registry.addResourceHandler("/at/" + version + "/" + kind + "/**")
                    .addResourceLocations(files)
                    .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable())
                    .resourceChain(true);
            // While several labellers change their version in turn, a page and its parts come from different ones.
            registry.addResourceHandler("/at/*/" + kind + "/**")
                    .addResourceLocations(files)
                    .setCacheControl(CacheControl.noCache())
                    .resourceChain(false)
                    .addResolver(new OfAnyVersion());
        }
        registry.addResourceHandler("/*.html")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(page -> version)
                .resourceChain(true)
                .addTransformer((request, page, chain) ->
                        new TransformedResource(page, whole(text(page)).getBytes(StandardCharsets.UTF_8)));
    }

    /** Looks for a file without minding the version and the kind, with which its path begins. */
    private static final class OfAnyVersion extends AbstractResourceResolver {
        @Override
        protected @Nullable Resource resolveResourceInternal(
                @Nullable HttpServletRequest request,
                String path,
                List<? extends Resource> locations,
                ResourceResolverChain chain) {
            String[] versionKindFile = path.split("/", 3);
            return versionKindFile.length < 3 ? null : chain.resolveResource(request, versionKindFile[2], locations);
        }

        @Override
        protected @Nullable String resolveUrlPathInternal(
                String path, List<? extends Resource> locations, ResourceResolverChain chain) {
            return null;
        }
    }

    /** A digest of all files. */
    private static String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            PathMatchingResourcePatternResolver files = new PathMatchingResourcePatternResolver();
            List<Resource> all = Stream.of(FILES + "**/*.*", "classpath*:/META-INF/resources/webjars/**/*.*")
                    .flatMap(pattern -> Stream.of(resources(files, pattern)))
                    .sorted(Comparator.comparing(Pages::address))
                    .toList();
            for (Resource file : all) {
                digest.update(file.getContentAsByteArray());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Resource[] resources(PathMatchingResourcePatternResolver files, String pattern) {
        try {
            return files.getResources(pattern);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String address(Resource file) {
        try {
            return file.getURL().toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Resource file) throws IOException {
        return StreamUtils.copyToString(file.getInputStream(), StandardCharsets.UTF_8);
    }

    private String whole(String page) throws IOException {
        Matcher module = MODULE.matcher(page);
        String all = page;
        if (module.find()) {
            Set<String> modules = new LinkedHashSet<>();
            collect(module.group(1), modules);
            all = module.replaceFirst(modules.stream()
                            .map(path -> "<link rel=\"modulepreload\" href=\"" + path + "\" />")
                            .collect(Collectors.joining("\n    "))
                    + "\n    $0");
        }
        return PART.matcher(all).replaceAll("$1=\"/at/" + version + "/$2/");
    }

    /** A module, and what it imports. */
    private static void collect(String path, Set<String> modules) throws IOException {
        if (!modules.add(path) || !path.startsWith("/js/")) {
            return;
        }
        Matcher imported = IMPORT.matcher(text(new ClassPathResource("static" + path)));
        while (imported.find()) {
            collect(URI.create(path).resolve(imported.group(1)).getPath(), modules);
        }
    }
}
