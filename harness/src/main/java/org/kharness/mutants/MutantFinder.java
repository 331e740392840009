/* SPDX-License-Identifier: Apache-2.0 */
package org.kharness.mutants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.kharness.csource.CFunction;
import org.kharness.csource.CNode;
import org.kharness.csource.CSource;

/** Finds the places of a C file where a small mistake can be put in and guarded, and counts what it leaves out. */
final class MutantFinder {
    /** Checks and hints: without them a kernel that is right does the same. */
    private static final Pattern ASSERTION = Pattern.compile(
            "(VM_)?(WARN|BUG)(_.*)?|ASSERT(_.*)?|static_assert|BUILD_BUG.*|lockdep_.*|might_.*|trace_.*|cond_resched|prefetchw?");

    private static final Pattern LOCK = Pattern.compile(
            "(.*_)?(un)?lock(_.*)?|rcu_read_.*|(down|up)_(read|write).*|preempt_(dis|en)able|.*_i(un)?lock");

    /** Functions that do not care for the order of their arguments, and loops, which want names. */
    private static final Pattern EITHER_WAY = Pattern.compile("(min|max)(3|_t)?|swap|.*for_?each.*");

    private static final Pattern MACRO = Pattern.compile("[A-Z][A-Z0-9_]*");

    /** What the compiler decides: the branch that is not taken may name what is not there. */
    private static final Pattern COMPILE_TIME =
            Pattern.compile("\\b(IS_ENABLED|IS_BUILTIN|IS_REACHABLE|__builtin_\\w+)\\b");

    /** Nothing in these runs where it stands. */
    private static final Set<String> CONSTANT = Set.of(
            "sizeof_expression",
            "offsetof_expression",
            "array_declarator",
            "struct_specifier",
            "enum_specifier",
            "attribute_specifier",
            "gnu_asm_expression",
            "parameter_list");

    private static final Map<String, String> NEIGHBOUR = Map.of("<", "<=", "<=", "<", ">", ">=", ">=", ">");

    private final String file;
    private final IntPredicate touched;
    private final List<Mutant> found = new ArrayList<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();
    private final Map<String, Integer> seen = new HashMap<>();

    /** The function at hand. */
    private CFunction function;

    private Types types;

    private MutantFinder(String file, IntPredicate touched, CFunction first) {
        this.file = file;
        this.touched = touched;
        this.function = first;
        this.types = Types.of(first.node());
    }

    /**
     * What was found.
     *
     * @param mutants in the order of the file
     * @param leftOut how often something could not be guarded, by why
     */
    record Found(List<Mutant> mutants, Map<String, Integer> leftOut) {}

    /**
     * The mutants of a file.
     *
     * @param touched whether a line, from 1, is one of the series
     */
    static Found in(String file, CSource source, IntPredicate touched) {
        List<CFunction> functions = source.functions();
        if (functions.isEmpty()) {
            return new Found(List.of(), Map.of());
        }
        MutantFinder finder = new MutantFinder(file, touched, functions.get(0));
        for (CFunction function : functions) {
            finder.function = function;
            finder.types = Types.of(function.node());
            function.node().field("body").ifPresent(finder::visit);
        }
        finder.outside(source.root());
        return new Found(List.copyOf(finder.found), finder.leftOut);
    }

    /** What no function holds cannot be guarded. */
    private void outside(CNode node) {
        for (CNode child : node.children()) {
            if (child.kind().startsWith("preproc_if") || child.kind().startsWith("preproc_el")) {
                outside(child);
            } else if (child.kind().equals("preproc_function_def")
                    || child.kind().equals("preproc_def")) {
                leaveOut("macros", child);
            } else if (child.kind().equals("declaration")) {
                leaveOut("declarations", child);
            }
        }
    }

    private void visit(CNode node) {
        if (CONSTANT.contains(node.kind())) {
            return;
        }
        switch (node.kind()) {
            case "preproc_def", "preproc_function_def", "preproc_call" -> {
                leaveOut("macros", node);
                return;
            }
            case "function_definition" -> { // a loop that a macro stands for, with its body
                node.field("body").ifPresent(this::visit);
                return;
            }
            case "case_statement" -> {
                Optional<CNode> value = node.field("value");
                node.children().stream()
                        .filter(c -> value.isEmpty() || c.start() != value.get().start())
                        .forEach(this::visit);
                return;
            }
            case "if_statement", "while_statement", "do_statement", "for_statement", "conditional_expression" ->
                node.field("condition").ifPresent(this::condition);
            case "expression_statement" -> statement(node);
            case "return_statement" -> returned(node);
            case "binary_expression" -> binary(node);
            case "declaration" -> declared(node);
            default -> {}
        }
        if (node.kind().equals("call_expression") && !called(node)) {
            return;
        }
        node.children().forEach(this::visit);
    }

    private void condition(CNode condition) {
        CNode bare = condition;
        while (bare.kind().equals("parenthesized_expression") && bare.children().size() == 1) {
            bare = bare.children().get(0);
        }
        negate(bare);
    }

    private void negate(CNode condition) {
        if (COMPILE_TIME.matcher(condition.text()).find()) {
            leaveOut("decided by the compiler", condition);
        } else if (!condition.kind().equals("number_literal")
                && !condition.kind().equals("true")
                && !condition.kind().equals("false")) {
            add(Operator.NEGATE, condition, condition, List.of(Edit.negation(condition)));
        }
    }

    private void statement(CNode statement) {
        List<CNode> parts = statement.children();
        if (parts.isEmpty()) {
            return;
        }
        if (statement.broken()) {
            leaveOut("macros", statement);
            return;
        }
        CNode what = parts.get(0);
        switch (what.kind()) {
            case "call_expression" -> {
                String name = what.field("function").map(CNode::text).orElse("");
                if (ASSERTION.matcher(name).matches()) {
                    leaveOut("assertions", statement);
                } else if (MACRO.matcher(name).matches()) {
                    leaveOut("macros", statement);
                } else {
                    boolean lock = LOCK.matcher(name).matches();
                    drop(lock ? Operator.DROP_LOCK : Operator.DROP_CALL, Edit.statement(statement));
                }
            }
            case "assignment_expression" ->
                drop(
                        Operator.DROP_ASSIGNMENT,
                        what.field("left")
                                .filter(left -> left.kind().equals("identifier"))
                                .map(left -> Edit.assignment(statement, left.text()))
                                .orElseGet(() -> Edit.statement(statement)));
            case "update_expression" -> drop(Operator.DROP_ASSIGNMENT, Edit.statement(statement));
            default -> {}
        }
    }

    private void drop(Operator operator, Edit statement) {
        add(operator, statement.node(), statement.node(), List.of(statement));
    }

    private void declared(CNode declaration) {
        if (declaration.children().stream().anyMatch(c -> c.kind().equals("init_declarator"))) {
            leaveOut("declarations", declaration);
        }
    }

    private void returned(CNode statement) {
        if (statement.children().size() != 1) {
            return;
        }
        CNode value = statement.children().get(0);
        Optional<String> other = types.other(value.oneLine());
        if (other.isEmpty()) {
            leaveOut("returned values of unknown type", statement);
        } else {
            add(Operator.RETURN, statement, statement, List.of(Edit.expression(value, other.get())));
        }
    }

    private void binary(CNode node) {
        Optional<CNode> left = node.field("left");
        Optional<CNode> right = node.field("right");
        String operator = node.field("operator").map(CNode::text).orElse("");
        if (left.isEmpty() || right.isEmpty()) {
            return;
        }
        String l = left.get().oneLine();
        String r = right.get().oneLine();
        if (operator.equals("&&") || operator.equals("||")) {
            String other = operator.equals("&&") ? "||" : "&&";
            if (!COMPILE_TIME.matcher(node.text()).find()) {
                change(Operator.SWAP_LOGIC, node, "(" + l + " " + other + " " + r + ")");
            }
            side(left.get());
            side(right.get());
        } else if (NEIGHBOUR.containsKey(operator)) {
            change(Operator.OFF_BY_ONE, node, l + " " + NEIGHBOUR.get(operator) + " " + r);
        } else if ((operator.equals("+") || operator.equals("-")) && r.matches("1[uUlL]*")) {
            change(Operator.RANGE, node, l);
        }
    }

    private void side(CNode operand) {
        CNode bare = operand;
        while (bare.kind().equals("parenthesized_expression") && bare.children().size() == 1) {
            bare = bare.children().get(0);
        }
        String operator = bare.field("operator").map(CNode::text).orElse("");
        if (!operator.equals("&&") && !operator.equals("||")) {
            negate(bare);
        }
    }

    private void change(Operator operator, CNode node, String instead) {
        add(operator, node, node, List.of(Edit.expression(node, instead)));
    }

    /** Looks at a call's arguments; false where what is in them is not to be looked at. */
    private boolean called(CNode call) {
        String name = call.field("function").map(CNode::text).orElse("");
        if (ASSERTION.matcher(name).matches() || COMPILE_TIME.matcher(name).matches()) {
            return false;
        }
        if (call.broken()
                || MACRO.matcher(name).matches()
                || EITHER_WAY.matcher(name).matches()) {
            return true;
        }
        List<CNode> arguments = call.field("arguments").map(CNode::children).orElse(List.of());
        for (int i = 0; i < arguments.size(); i++) {
            for (int j = i + 1; j < arguments.size(); j++) {
                CNode a = arguments.get(i);
                CNode b = arguments.get(j);
                if (types.same(a, b)) {
                    add(
                            Operator.SWAP_ARGUMENTS,
                            call,
                            call,
                            List.of(Edit.expression(a, b.text()), Edit.expression(b, a.text())));
                }
            }
        }
        return true;
    }

    private void add(Operator operator, CNode shown, CNode what, List<Edit> edits) {
        boolean ours = edits.stream().anyMatch(e -> touches(e.node()));
        if (!ours) {
            return;
        }
        String source = what.text();
        if (what.broken() || source.contains("//") || source.contains("\n#")) {
            leaveOut("not understood", what);
            return;
        }
        String text = what.oneLine().replaceAll("\\s+", " ");
        if (operator == Operator.SWAP_ARGUMENTS) {
            text += " [" + edits.get(0).node().text() + ", "
                    + edits.get(1).node().text() + "]";
        }
        String id = file + ":" + function.name() + ":" + operator.word() + ":" + text;
        int times = seen.merge(id, 1, Integer::sum);
        String own = times == 1 ? id : id + "#" + times;
        found.add(
                new Mutant(own, file, function.name(), operator, times == 1 ? text : text + "#" + times, shown, edits));
    }

    private boolean touches(CNode node) {
        for (int line = node.line(); line <= node.lastLine(); line++) {
            if (touched.test(line)) {
                return true;
            }
        }
        return false;
    }

    private void leaveOut(String why, CNode node) {
        if (touches(node)) {
            leftOut.merge(why, 1, Integer::sum);
        }
    }
}
