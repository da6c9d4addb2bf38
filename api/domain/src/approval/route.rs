//! Who decides: a policy's flow, laid over the organisation.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::ids::{OrgId, UserId};
use crate::org::OrgLevel;
use crate::refusal::Refusal;

/// The steps an application of one kind goes through (P01.2: "per the approval standard").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    pub steps: Vec<FlowStep>,
}

/// One post in a flow: a role at a level of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowStep {
    pub name_zh: String,
    pub name_en: String,
    pub role: Role,
    pub level: OrgLevel,
}

/// An organisation node with those who hold a role there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub org_id: OrgId,
    pub level: OrgLevel,
    /// Active users of exactly this node and one of their roles; one entry for each role.
    pub holders: Vec<(Role, UserId)>,
}

/// One step of a route: who may decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteStep {
    /// Counts from 1.
    pub position: u32,
    pub name_zh: String,
    pub name_en: String,
    pub role: Role,
    pub org_id: OrgId,
    /// At least one, never the applicant, each once.
    pub approvers: Vec<UserId>,
}

/// Lays `flow` over `chain`, the customer's organisation node and all above it, nearest first.
///
/// A step goes to the nearest node of its level; the applicant is never among the approvers.
///
/// # Errors
/// [`Refusal::ApprovalPostEmpty`] with the step's names when nobody else holds a post.
pub fn route(flow: &Flow, chain: &[Post], applicant: UserId) -> Result<Vec<RouteStep>, Refusal> {
    (1..).zip(&flow.steps).map(|(position, step)| seat(position, step, chain, applicant)).collect()
}

fn seat(position: u32, step: &FlowStep, chain: &[Post], applicant: UserId) -> Result<RouteStep, Refusal> {
    let post = chain.iter().find(|post| post.level == step.level);
    let mut approvers: Vec<UserId> = post
        .into_iter()
        .flat_map(|post| &post.holders)
        .filter(|(role, user)| *role == step.role && *user != applicant)
        .map(|(_, user)| *user)
        .collect();
    approvers.sort_unstable();
    approvers.dedup();
    match post {
        Some(post) if !approvers.is_empty() => Ok(RouteStep {
            position,
            name_zh: step.name_zh.clone(),
            name_en: step.name_en.clone(),
            role: step.role,
            org_id: post.org_id,
            approvers,
        }),
        _ => Err(Refusal::ApprovalPostEmpty { name_zh: step.name_zh.clone(), name_en: step.name_en.clone() }),
    }
}

/// Whether `user`, who sits at `org_id` with `roles`, may decide a step of `applicant`'s approval.
///
/// # Errors
/// [`Refusal::ApprovalOwnRequest`] for the applicant (maker is not checker),
/// [`Refusal::ApprovalNotHolder`] for anybody who does not hold the step's role at its node.
pub fn deciding(
    applicant: UserId,
    step: (Role, OrgId),
    user: UserId,
    roles: &[Role],
    org_id: OrgId,
) -> Result<(), Refusal> {
    if user == applicant {
        Err(Refusal::ApprovalOwnRequest)
    } else if step.1 == org_id && roles.contains(&step.0) {
        Ok(())
    } else {
        Err(Refusal::ApprovalNotHolder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const BRANCH: OrgId = OrgId(Uuid::from_u128(10));
    const COMPANY: OrgId = OrgId(Uuid::from_u128(20));
    const MANAGER: UserId = UserId(Uuid::from_u128(1));
    const BRANCH_LEADER: UserId = UserId(Uuid::from_u128(2));
    const COMPANY_LEADER: UserId = UserId(Uuid::from_u128(3));

    fn step(name_en: &str, level: OrgLevel) -> FlowStep {
        FlowStep { name_zh: "审批".into(), name_en: name_en.into(), role: Role::Leader, level }
    }

    fn flow() -> Flow {
        Flow { steps: vec![step("branch", OrgLevel::Branch), step("company", OrgLevel::Company)] }
    }

    fn chain(branch_holders: Vec<(Role, UserId)>) -> Vec<Post> {
        vec![
            Post { org_id: BRANCH, level: OrgLevel::Branch, holders: branch_holders },
            Post {
                org_id: COMPANY,
                level: OrgLevel::Company,
                holders: vec![(Role::Leader, COMPANY_LEADER), (Role::Leader, COMPANY_LEADER)],
            },
        ]
    }

    #[test]
    fn each_step_goes_to_the_nearest_node_of_its_level() {
        let holders = vec![(Role::AccountManager, MANAGER), (Role::Leader, BRANCH_LEADER)];
        let steps = route(&flow(), &chain(holders), MANAGER).unwrap();
        let seats: Vec<_> = steps.iter().map(|s| (s.position, s.org_id, s.approvers.clone())).collect();
        assert_eq!(seats, [(1, BRANCH, vec![BRANCH_LEADER]), (2, COMPANY, vec![COMPANY_LEADER])]);
    }

    #[test]
    fn a_post_held_by_nobody_but_the_applicant_is_empty() {
        let empty = Err(Refusal::ApprovalPostEmpty { name_zh: "审批".into(), name_en: "branch".into() });
        assert_eq!(route(&flow(), &chain(vec![]), MANAGER), empty);
        assert_eq!(route(&flow(), &chain(vec![(Role::Leader, MANAGER)]), MANAGER), empty);
        assert_eq!(route(&flow(), &[], MANAGER), empty);
    }

    #[test]
    fn only_a_holder_decides_and_never_the_applicant() {
        let step = (Role::Leader, BRANCH);
        let ask = |user, roles: &[Role], org| deciding(MANAGER, step, user, roles, org);
        assert_eq!(ask(BRANCH_LEADER, &[Role::Leader], BRANCH), Ok(()));
        assert_eq!(ask(BRANCH_LEADER, &[Role::Clerk], BRANCH), Err(Refusal::ApprovalNotHolder));
        assert_eq!(ask(COMPANY_LEADER, &[Role::Leader], COMPANY), Err(Refusal::ApprovalNotHolder));
        assert_eq!(ask(MANAGER, &[Role::Leader], BRANCH), Err(Refusal::ApprovalOwnRequest));
    }
}
