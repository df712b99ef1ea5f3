package dev.verdigris.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/** The CPU time of this JVM and of every process that it started, PostgreSQL's included. */
final class Cpu {
  private Cpu() {}

  /**
   * In nanoseconds, since the processes began; that of the children in steps of the kernel's tick.
   */
  static long nanos() {
    long own =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            ? system.getProcessCpuTime()
            : 0;
    try (Stream<ProcessHandle> descendants = ProcessHandle.current().descendants()) {
      return own
          + descendants
              .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
              .mapToLong(Duration::toNanos)
              .sum();
    }
  }
}
