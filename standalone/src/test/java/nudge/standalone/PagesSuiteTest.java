package nudge.standalone;

import org.junit.jupiter.api.Tag;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** The tests of the pages, in one JVM: they share a Nudge and a browser. Each can be run by its own name. */
@Suite(failIfNoTests = false)
@Tag("server")
@SelectClasses({
    AccessPagesTest.class,
    BulkPageTest.class,
    CsvPageTest.class,
    DrawPageTest.class,
    EveryPageTest.class,
    ExplainPageTest.class,
    ImagesPageTest.class,
    LabelPageTest.class,
    QualityPagesTest.class,
    SharedStreamTest.class,
    SheetPageTest.class,
    StatesPageTest.class
})
class PagesSuiteTest {}
