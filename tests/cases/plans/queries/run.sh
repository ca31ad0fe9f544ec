judged 'another run of the same plan' join-indexed join-indexed-again
judged 'the index was dropped' join-indexed join-without-index
judged 'and it is joined row by row' join-indexed loop-without-index
judged 'row by row at the base already' loop-without-index loop-without-index
judged 'another index, walked from end to end' newest-indexed newest-without-index
judged 'of a table that is small' join-indexed join-without-index 'min_rows: 100000'
judged 'the index came back' join-without-index join-indexed
judged 'a new query' - loop-without-index
judged 'many more rows than were thought of' estimate-fine estimate-off
judged 'longer than it may' join-indexed join-without-index 'max_ms: 5' 'min_rows: 100000'
judged 'a plan of another query' join-indexed estimate-fine
judged 'a plan that is missing' join-indexed -

maria='format: mysql'
judged 'MariaDB, another run of the same plan' maria-join-indexed maria-join-indexed-again "$maria"
judged 'MariaDB, the index was dropped' maria-indexed maria-without-index "$maria"
judged 'MariaDB, and the tables are joined the other way round' maria-join-indexed maria-join-without-index "$maria"
judged 'MariaDB, row by row' - maria-loop-without-index "$maria"
judged 'MariaDB, without ANALYZE' maria-explained maria-explained-without-index "$maria"
judged 'MariaDB, longer than it may' maria-indexed maria-without-index "$maria" 'max_ms: 5' 'min_rows: 100000'
judged 'MariaDB, PostgreSQL is something else' maria-indexed join-indexed "$maria"
