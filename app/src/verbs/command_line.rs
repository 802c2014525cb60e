//! The command line speaks Chinese: headings, hints, usage and errors of clap in our words (docs/adr/0117).

use std::{collections::HashMap, ffi::OsString, fmt::Write, process::ExitCode};

use clap::{
    Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::Cli;

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// What was typed, understood; or told what is wrong with it, or shown the help that was asked for.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Cli, ExitCode> {
    let found = command().try_get_matches_from(words);
    found.and_then(|found| Cli::from_arg_matches(&found)).map_err(|error| {
        let told = told(&error);
        // Help goes to whoever reads on, mistakes beside it.
        if error.use_stderr() {
            eprintln!("{told}");
        } else {
            println!("{told}");
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

/// The whole command line as it is shown.
fn command() -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let whole = Cli::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help.help("显示这份说明"))
        .arg(version.help("显示版本"));
    let whole = named(whole);
    let mut built = whole.clone();
    built.build();
    let mut usages = HashMap::new();
    collect(&mut built, "", &mut usages);
    with_usage(whole, "", &usages)
}

/// Headings and hints, here and below.
fn named(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(argument)
        .mut_subcommands(named)
}

fn argument(arg: Arg) -> Arg {
    let heading = match (arg.is_positional(), arg.is_global_set()) {
        (true, _) => "写上",
        (_, true) => "各命令通用",
        _ => "选项",
    };
    let arg = arg.help_heading(heading).next_line_help(true);
    if !arg.get_action().takes_values() {
        return arg;
    }
    let mut words = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let values: Vec<String> = arg.get_possible_values().iter().map(value).collect();
    if !values.is_empty() {
        let _ = write!(words, "：{}", values.join("；"));
    }
    if let [default] = arg.get_default_values() {
        let _ = write!(words, "（不写是{}）", default.to_string_lossy());
    }
    if let Some(name) = arg.get_env() {
        let _ = write!(words, "（也可以写在环境变量{}里）", name.to_string_lossy());
    }
    arg.help(words).hide_default_value(true).hide_env(true).hide_possible_values(true)
}

/// county 一个市局
fn value(value: &clap::builder::PossibleValue) -> String {
    let words = value.get_help().map(ToString::to_string).unwrap_or_default();
    format!("{} {words}", value.get_name()).trim_end().to_owned()
}

/// Usage of every command, by its path.
fn collect(command: &mut Command, path: &str, usages: &mut HashMap<String, String>) {
    let usage = command.render_usage().to_string();
    usages.insert(path.to_owned(), in_words(&usage));
    for below in command.get_subcommands_mut() {
        let path = format!("{path} {}", below.get_name());
        collect(below, &path, usages);
    }
}

fn with_usage(command: Command, path: &str, usages: &HashMap<String, String>) -> Command {
    let usage = usages.get(path).cloned().unwrap_or_default();
    command.override_usage(usage).mut_subcommands(|below| {
        let path = format!("{path} {}", below.get_name());
        with_usage(below, &path, usages)
    })
}

fn in_words(usage: &str) -> String {
    usage.trim().trim_start_matches("Usage:").trim_start().replace("[OPTIONS]", "[选项]")
}

/// Help as it stands; a mistake in one sentence, with the usage of its command.
fn told(error: &Error) -> String {
    let sentence = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => return error.render().to_string().trim_end().to_owned(),
        _ => sentence(error),
    };
    let usage = said(error, ContextKind::Usage);
    let usage =
        if usage.is_empty() { String::new() } else { format!("\n用法：{}", in_words(&usage)) };
    format!("{sentence}{usage}\n说明：guantong --help，或者在命令后面加 --help")
}

fn sentence(error: &Error) -> String {
    let say = |kind| said(error, kind);
    let (arg, value) = (say(ContextKind::InvalidArg), say(ContextKind::InvalidValue));
    let instead = |kind| match say(kind).as_str() {
        "" => String::new(),
        name => format!("，是不是要写{name}"),
    };
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写上内容"),
        ErrorKind::InvalidValue => {
            format!("{arg} 不能写“{value}”，可以写的有：{}", say(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("{arg} 不能写“{value}”{}", why(error)),
        ErrorKind::UnknownArgument => {
            format!("没有“{arg}”这一项{}", instead(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => format!(
            "没有“{}”这个命令{}",
            say(ContextKind::InvalidSubcommand),
            instead(ContextKind::SuggestedSubcommand)
        ),
        ErrorKind::MissingSubcommand => {
            format!("后面还要写一个命令：{}", say(ContextKind::ValidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("还要写上：{arg}"),
        ErrorKind::ArgumentConflict => match say(ContextKind::PriorArg).as_str() {
            prior if prior.is_empty() || prior == arg => format!("{arg} 只能写一次"),
            prior => format!("{arg} 不能和 {prior} 一起写"),
        },
        ErrorKind::TooManyValues => format!("{arg} 写多了：“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{arg} 后面写的个数不对")
        }
        ErrorKind::NoEquals => format!("{arg} 要写成 {arg}=内容"),
        ErrorKind::InvalidUtf8 => "命令里有不是文字的内容，请重新输入".into(),
        _ => "命令写得不对".into(),
    }
}

/// What our own reading of a value says about it; what a library says is English.
fn why(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let is_ours = cause.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign));
    let advice = match said(error, ContextKind::InvalidArg).as_str() {
        _ if is_ours => cause,
        arg if arg.starts_with("--listen") => "要写成地址:端口，如0.0.0.0:8080".into(),
        _ => "要写一个整数".into(),
    };
    format!("：{advice}")
}

fn said(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(it)) => it.clone(),
        Some(ContextValue::Strings(all)) => all.join("、"),
        Some(ContextValue::StyledStr(it)) => it.to_string(),
        Some(ContextValue::StyledStrs(all)) => {
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        Some(ContextValue::Number(it)) => it.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two words of another language after one another are a sentence, unless they are typed so.
    fn english(text: &str, names: &[String]) -> Option<String> {
        let is_word = |it: &&str| it.len() > 1 && it.chars().all(|sign| sign.is_ascii_alphabetic());
        let is_ours = |it: &str| it == "guantong" || names.iter().any(|name| name == it);
        let signs = |sign: char| sign.is_ascii_punctuation() && sign != '-';
        let words: Vec<&str> = text.split_whitespace().map(|it| it.trim_matches(signs)).collect();
        let pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
        let mut bad = pairs.filter(|(a, b)| is_word(a) && is_word(b) && !is_ours(a) && !is_ours(b));
        let claps = ["Usage", "Options", "Arguments", "Commands", "OPTIONS", "COMMAND", "default:"];
        let clap =
            claps.into_iter().chain(["possible", "error:", "tip:"]).find(|it| text.contains(it));
        clap.map(str::to_owned).or_else(|| bad.next().map(|(a, b)| format!("{a} {b}")))
    }

    fn paths(command: &Command, path: &[String], all: &mut Vec<Vec<String>>) {
        all.push(path.to_vec());
        for below in command.get_subcommands() {
            paths(below, &[path, &[below.get_name().to_owned()]].concat(), all);
        }
    }

    fn answer(words: &[&str]) -> String {
        let typed = std::iter::once("guantong").chain(words.iter().copied()).map(OsString::from);
        told(
            &command()
                .try_get_matches_from(typed)
                .and_then(|it| Cli::from_arg_matches(&it))
                .unwrap_err(),
        )
    }

    fn all_paths() -> Vec<Vec<String>> {
        let mut all = Vec::new();
        paths(&command(), &[], &mut all);
        assert!(all.len() > 40, "{}", all.len());
        all
    }

    #[test]
    fn the_help_of_every_verb_is_chinese() {
        let all = all_paths();
        let names = all.concat();
        for path in &all {
            for ask in ["--help", "-h"] {
                let words: Vec<&str> = path.iter().map(String::as_str).chain([ask]).collect();
                let help = answer(&words);
                let usage = format!(
                    "用法：{}",
                    ["guantong".to_owned()]
                        .iter()
                        .chain(path)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join(" ")
                );
                assert!(help.contains(&usage) && help.contains("显示这份说明"), "{help}");
                assert_eq!(english(&help, &names), None, "{help}");
            }
        }
    }

    #[test]
    fn every_command_and_every_option_says_what_it_is_for() {
        let mut silent = Vec::new();
        let is_chinese =
            |text: String| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        let mut look = vec![command()];
        while let Some(command) = look.pop() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let says = |arg: &&Arg| !arg.get_help().is_some_and(|it| is_chinese(it.to_string()));
            silent.extend(
                command
                    .get_arguments()
                    .filter(says)
                    .map(|it| format!("{} {}", command.get_name(), it.get_id())),
            );
            if !is_chinese(about) {
                silent.push(command.get_name().to_owned());
            }
            look.extend(command.get_subcommands().cloned());
        }
        assert!(silent.is_empty(), "{silent:?}");
    }

    #[test]
    fn whoever_mistypes_reads_in_chinese_what_to_write() {
        let names = all_paths().concat();
        let told = [
            (&["servee"][..], "没有“servee”这个命令，是不是要写serve"),
            (&["help"], "没有“help”这个命令"),
            (&["serve", "--liste", "x"], "没有“--liste”这一项，是不是要写--listen"),
            (&["serve", "x"], "没有“x”这一项"),
            (&["serve", "--listen"], "--listen <地址:端口> 后面要写上内容"),
            (&["serve", "--listen", "8080"], "不能写“8080”：要写成地址:端口"),
            (&["demo", "--seed", "x"], "不能写“x”：要写一个整数"),
            (&["demo", "--scale", "town"], "可以写的有：county、province、nation"),
            (&["rules", "value", "a", "--on", "2026-13-01"], "日期（如2026-03-05）"),
            (&["import", "units", "a.xlsx"], "还要写上：--unit <代码>"),
            (&["import", "divisions"], "还要写上：<文件>"),
            (&["backup", "x", "--new-code"], "不能和"),
            (&["backup", "--replace"], "还要写上：--new-code"),
            (&["serve", "--listen", "0.0.0.0:1", "--listen", "0.0.0.0:2"], "只能写一次"),
            (&["--running-from", "2026", "doctor"], "要写成2026-11-30T23:55这样"),
            (&["import"], "用法：guantong import"),
            (&[], "用法：guantong"),
        ];
        for (typed, words) in told {
            let answer = answer(typed);
            assert!(answer.contains(words), "{typed:?}: {answer}");
            assert_eq!(english(&answer, &names), None, "{typed:?}: {answer}");
        }
    }
}
