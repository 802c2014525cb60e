//! Duty: what the regulations ask of units, posts and persons, and how it stands.

mod ask;
mod bearer;
mod burden;
mod cell;
mod excuse;
mod home;
mod json;
pub mod judge;
mod kinds;
mod list;
mod local;
mod person;
mod regulation;
mod remind;
mod serve;
mod served;
mod show;
mod slot;
mod title;
mod upon;

use act::Act;
use web::{Door, MenuEntry, Room, Route, Section};

pub use crate::{
    ask::{ask_exemption, decline_exemption},
    bearer::{Bearer, Persons, Scope, Whom, bearers, bearers_of},
    burden::{
        NewDemand, end_demand, end_demand_in, enter_demand, enter_demand_in, enter_demands,
        handwriting, move_demand_in,
    },
    excuse::{
        Exempt, NewExemption, exempt, exempt_many, explain, lift_many, withdraw_exemption,
        withdraw_explanation,
    },
    json::list_json,
    list::{Asked, Standing, Wanted, list, verdicts},
    local::{Law, LocalRule, NewLocalRule, end_local_rule, set_local_rule},
    remind::{REMIND, object, remind},
    serve::{Happened, Setting, occur, serve, serve_many, withdraw},
    served::{OfBearer, Served, served, served_of, served_under},
    slot::{
        Address,
        listed::{Listed, listed},
        verdict,
    },
    upon::UPON,
};

/// Verdicts with their reasons, by lead and by line; the records behind them open by lead only.
pub const SEE: Act = Act::new("see.duty", "查看应办事项");

/// Every act of this room, read acts too.
pub const ACTS: &[Act] = &[
    SEE,
    excuse::actions::EXPLAIN,
    excuse::actions::UNEXPLAIN,
    excuse::actions::EXEMPT,
    excuse::actions::UNEXEMPT,
    ask::actions::ASK,
    ask::actions::DECLINE,
    remind::actions::REMIND,
    remind::actions::OBJECT,
    local::actions::SET,
    local::actions::END,
    burden::actions::ENTER,
    burden::actions::END,
];

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "duty",
        routes: [routes(), excuses(), exemptions(), regulations()].concat(),
        menu: vec![
            MenuEntry { section: Section::Life, url: "/duties", act: Some(SEE) },
            MenuEntry { section: Section::Life, url: "/regulations", act: None },
        ],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        ..Room::default()
    }
}

fn routes() -> Vec<Route> {
    let see = Door::See(SEE);
    vec![
        Route::data("/duties", see, slot::pages::mine),
        Route::page("/me/duties", Door::SignedIn, person::own::page),
        Route::page("/duties/{unit}/members", see, person::members::page),
        Route::page("/duties/{unit}/print", see, slot::wall::print),
        Route::data("/duties/{unit}/paper/{format}", see, slot::wall::file),
        Route::own_act("/duties/{unit}/lists", slot::wall::take),
        Route::page("/duties/{unit}", see, slot::year::year),
        Route::page("/duties/{unit}/{duty}/{period}", see, slot::pages::show),
    ]
}

/// Explanations, objections and reminders.
fn excuses() -> Vec<Route> {
    vec![
        Route::page(
            "/duties/{unit}/{duty}/{period}/explanation",
            Door::See(excuse::actions::EXPLAIN),
            excuse::pages::explain_form,
        ),
        Route::act(
            "/duties/{unit}/{duty}/{period}/explanation",
            excuse::actions::EXPLAIN,
            excuse::pages::explain,
        )
        .again(excuse::pages::explain_form),
        Route::act(
            "/duties/{unit}/{duty}/{period}/explanation/withdrawal",
            excuse::actions::UNEXPLAIN,
            excuse::pages::unexplain,
        ),
        Route::page(
            "/duties/{unit}/{duty}/{period}/objection",
            Door::See(remind::actions::OBJECT),
            excuse::pages::object_form,
        ),
        Route::act(
            "/duties/{unit}/{duty}/{period}/objection",
            remind::actions::OBJECT,
            excuse::pages::object,
        )
        .again(excuse::pages::object_form),
        Route::act(
            "/duties/{unit}/{duty}/{period}/reminder",
            remind::actions::REMIND,
            excuse::pages::reminder,
        )
        .again(slot::pages::show),
    ]
}

/// Exemptions and requests for them.
fn exemptions() -> Vec<Route> {
    vec![
        Route::page(
            "/duties/{unit}/{duty}/{period}/exemption",
            Door::See(excuse::actions::EXEMPT),
            excuse::pages::exempt_form,
        ),
        Route::act(
            "/duties/{unit}/{duty}/{period}/exemption",
            excuse::actions::EXEMPT,
            excuse::pages::exempt,
        )
        .again(excuse::pages::exempt_form),
        Route::act(
            "/duties/{unit}/{duty}/{period}/exemption/withdrawal",
            excuse::actions::UNEXEMPT,
            excuse::pages::unexempt,
        ),
        Route::page(
            "/duties/{unit}/{duty}/{period}/request",
            Door::See(ask::actions::ASK),
            ask::pages::ask_form,
        ),
        Route::act("/duties/{unit}/{duty}/{period}/request", ask::actions::ASK, ask::pages::ask)
            .again(ask::pages::ask_form),
        Route::page(
            "/duties/{unit}/{duty}/{period}/refusal",
            Door::See(ask::actions::DECLINE),
            ask::pages::decline_form,
        ),
        Route::act(
            "/duties/{unit}/{duty}/{period}/refusal",
            ask::actions::DECLINE,
            ask::pages::decline,
        )
        .again(ask::pages::decline_form),
    ]
}

fn regulations() -> Vec<Route> {
    vec![
        Route::page("/regulations", Door::SignedIn, regulation::pages::texts),
        Route::page("/regulations/texts/{text}", Door::SignedIn, regulation::pages::text),
        Route::page("/regulations/duties/{duty}", Door::SignedIn, regulation::pages::duty),
        Route::page("/regulations/values/{value}", Door::SignedIn, regulation::pages::value),
        Route::page("/regulations/local", Door::SignedIn, local::pages::all),
        Route::page("/regulations/local/new", Door::See(local::actions::SET), local::pages::new),
        Route::act("/regulations/local", local::actions::SET, local::pages::set)
            .again(local::pages::new),
        Route::act("/regulations/local/{rule}/end", local::actions::END, local::pages::end),
        Route::page("/regulations/burden", Door::SignedIn, burden::pages::ledger),
        Route::page("/regulations/burden/print", Door::SignedIn, burden::paper::print),
        Route::data("/regulations/burden/paper/{format}", Door::SignedIn, burden::paper::file),
        Route::own_act("/regulations/burden/lists", burden::paper::take),
        Route::page(
            "/regulations/burden/new",
            Door::See(burden::actions::ENTER),
            burden::pages::new,
        ),
        Route::act("/regulations/burden", burden::actions::ENTER, burden::pages::enter)
            .again(burden::pages::new),
        Route::act("/regulations/burden/{demand}/end", burden::actions::END, burden::pages::end),
    ]
}
