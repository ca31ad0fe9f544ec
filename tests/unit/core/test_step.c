/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/step.h"
#include "unit.h"

#include <pthread.h>

static const struct oid blob = {{1, 2, 3}};

static void of_one_thread(void)
{
	struct step step;

	steps_mark();
	CU_ASSERT_FALSE(steps_stuck(&step)); /* it is in nothing */
	step_check("secrets");
	CU_ASSERT_FALSE(steps_stuck(&step)); /* it has moved since */
	step_blob(&blob);
	step_rule("secrets/slow");
	steps_mark();
	CU_ASSERT_TRUE_FATAL(steps_stuck(&step));
	CU_ASSERT_STRING_EQUAL(step.check, "secrets");
	CU_ASSERT_PTR_EQUAL(step.blob, &blob);
	CU_ASSERT_STRING_EQUAL(step.rule, "secrets/slow");
	step_rule("secrets/slow");
	CU_ASSERT_FALSE(steps_stuck(&step)); /* the same again is another step */
	steps_mark();
	step_blob(&blob);
	steps_mark();
	CU_ASSERT_TRUE(steps_stuck(&step));
	CU_ASSERT_PTR_NULL(step.rule); /* with the blob before */
	step_check(NULL);
	steps_mark();
	CU_ASSERT_FALSE(steps_stuck(&step));
	CU_ASSERT_PTR_NULL(step.blob);
}

static void *in_a_rule(void *context)
{
	(void)context;
	step_check("secrets");
	step_rule("secrets/slow");
	return NULL;
}

static void *in_a_check(void *context)
{
	(void)context;
	step_check(NULL);
	return NULL;
}

static void run_thread(void *(*run)(void *))
{
	pthread_t thread;

	CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, run, NULL), 0);
	pthread_join(thread, NULL);
}

/* Both are as they were: the one in a rule is more likely what does not end. */
static void of_several(void)
{
	struct step step;

	step_check("dependencies");
	run_thread(in_a_check);
	run_thread(in_a_rule);
	steps_mark();
	CU_ASSERT_TRUE_FATAL(steps_stuck(&step));
	CU_ASSERT_STRING_EQUAL(step.check, "secrets");
	CU_ASSERT_STRING_EQUAL(step.rule, "secrets/slow");
	step_check(NULL);
}

static const struct unit_test tests[] = {
	{"of one thread", of_one_thread}, {"of several", of_several}};

UNIT_MAIN(tests)
