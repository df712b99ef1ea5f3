package dev.verdigris.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a plain Jupiter test class whose tests decide whether a deployment may be promoted. Its
 * constructors and methods may ask for {@code Green}, {@code Blue}, {@code DeploymentConfig}, a
 * {@link java.sql.Connection} or a {@link javax.sql.DataSource}; the connections are on green's
 * cluster and search path.
 *
 * <p>The tests run inside a {@link Deployment}. Selected alone, as an IDE does, they run against
 * the green environment that {@code verdigris.attach} names, or abort with a sentence that says how
 * to get one; a promotion never comes of that.
 *
 * <p>May be used as a meta-annotation.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(ValidationExtension.class)
public @interface Validation {}
