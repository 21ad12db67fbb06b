package nudge.labeller.web;

import java.nio.file.Path;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The files of the pages as they stand in a folder at this moment, kept by nobody: edit one, and load the page again. */
class SourcePages implements WebMvcConfigurer {
    private final Path folder;

    SourcePages(Path folder) {
        this.folder = folder;
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        for (String kind : List.of("css", "js")) {
            serve(registry, "/" + kind + "/**", folder.resolve(kind));
        }
        serve(registry, "/*.html", folder);
        serve(registry, "/*.svg", folder);
    }

    private static void serve(ResourceHandlerRegistry registry, String pattern, Path from) {
        registry.addResourceHandler(pattern)
                .addResourceLocations(from.toUri().toString())
                .setCacheControl(CacheControl.noStore())
                .setUseLastModified(false);
    }
}
