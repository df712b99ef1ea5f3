package dev.verdigris.engine.sql;

/** Any statement. Where it stood in its text is told by {@link ParsedStatement}. */
public sealed interface Statement
    permits CreateStatement,
        AlterStatement,
        DropStatement,
        PrivilegeStatement,
        CommentStatement,
        DataStatement,
        ExplainStatement,
        ShowStatement,
        SessionStatement {}
